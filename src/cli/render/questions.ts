import type { KernelEvent } from '../../model/events.ts';
import { canonicalJson } from '../../replay/hash.ts';
import type { Change } from '../../replay/questions.ts';
import { eventLine } from './event-line.ts';
import { type Line, line, spaces, span } from './line.ts';
import { sentence } from './sentence.ts';
import { TIME_COLUMNS } from './time.ts';

const MOST_CHARACTERS = 300;

/** An event that made a value what it is. */
export function makerLine(event: KernelEvent, from: number | null): Line {
  return eventLine(event, from, sentence(event));
}

/** An event that changed a value, and what it was before and after. */
export function changeLines(
  { event, before, after }: Change,
  from: number | null,
): readonly Line[] {
  const indent = spaces(TIME_COLUMNS + 3);
  return [
    makerLine(event, from),
    line([indent, span('dim', shown(before)), ' → ', shown(after)], { hang: [indent, '  '] }),
  ];
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = canonicalJson(value);
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}… (see --json)`;
}
