import type { NamespaceStory } from '../story/namespace-story.ts';
import { Bracket } from './bracket.ts';
import { lifeLine } from './life-line.ts';
import { BLANK, type Line, line, spaces, span } from './line.ts';
import { netName } from './names.ts';
import { count } from './quantity.ts';
import { TIME_COLUMNS } from './time.ts';

/** So much of a life is told from its beginning, and so much from its end. */
const TOLD_FIRST = 24;
const TOLD_LAST = 12;

/** How to tell lives. */
export interface LifeOptions {
  /** Where the recording begins on its clock. */
  readonly from: number | null;
  /** Cut nothing short. */
  readonly whole: boolean;
}

/**
 * The life of a namespace as a block. Its loopback device opens a bracket that closes when it
 * leaves: every other device of the namespace lives inside.
 */
export function namespaceLines(
  story: NamespaceStory,
  { from, whole }: LifeOptions,
): readonly Line[] {
  const bracket = new Bracket(story);
  const rows = story.items.map((item) => lifeLine(item, bracket, from));
  const head = whole ? rows.length : TOLD_FIRST;
  const tail = Math.max(head, rows.length - (whole ? 0 : TOLD_LAST));
  const cut = tail - head + story.omitted.items;
  return [
    titleLine(story),
    ...rows.slice(0, head),
    ...(cut > 0 ? [cutLine(cut)] : []),
    ...rows.slice(tail),
    BLANK,
  ];
}

function titleLine({ net, born }: NamespaceStory): Line {
  const age = born ? '' : ', older than this recording';
  return line(['  ', span('strong', netName(net)), age]);
}

function cutLine(items: number): Line {
  const text = `… ${count(items, 'more event')} (--all, or see netdev-replay events)`;
  return line([spaces(TIME_COLUMNS + 3), span('dim', text)]);
}
