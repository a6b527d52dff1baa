import type { Judgement } from '../../invariants/judge.ts';
import type { KernelState } from '../../model/state.ts';
import type { RecordingSummary } from '../../recording/read.ts';
import { titleOf } from '../inputs.ts';
import type { Aside, Story } from '../story/storyteller.ts';
import { batchLine } from './batch.ts';
import { bootLines } from './boot.ts';
import { eventLine } from './event-line.ts';
import { LEGEND } from './evidence.ts';
import { BLANK, heading, type Line, line, type Piece, span } from './line.ts';
import { namespaceLines } from './namespace.ts';
import { type PromiseContext, promiseOverview } from './promises.ts';
import { count } from './quantity.ts';
import { recordingLines } from './recording.ts';
import { sentence } from './sentence.ts';
import { stateLines } from './state.ts';
import { sinceText } from './time.ts';

/** What log it is, what became of its lines, and how to read what follows. */
export function openingLines(file: string, summary: RecordingSummary): readonly Line[] {
  return [
    line([span('strong', titleOf(file))]),
    ...recordingLines(summary, '  '),
    BLANK,
    LEGEND,
    BLANK,
  ];
}

/** A log as a story: the boot, the namespaces, how they died, and what else there was. */
export function storyLines(story: Story, whole: boolean): readonly Line[] {
  return [
    ...bootLines(story.boot),
    ...namespaceSection(story, whole),
    ...batchSection(story),
    ...asideSection(story),
  ];
}

function namespaceSection(story: Story, whole: boolean): readonly Line[] {
  if (story.namespaces.length === 0) return [];
  const { from, untoldNamespaces } = story;
  return [
    heading('The namespaces'),
    BLANK,
    ...story.namespaces.flatMap((life) => namespaceLines(life, { from, whole })),
    ...more(untoldNamespaces, 'namespace'),
  ];
}

function batchSection({ batches, untoldBatches, from }: Story): readonly Line[] {
  if (batches.length === 0) return [];
  return [
    heading('Teardown, by cleanup_net'),
    BLANK,
    ...batches.map((batch) => batchLine(batch, from)),
    ...more(untoldBatches, 'batch', 'batches'),
    BLANK,
  ];
}

function asideSection({ asides, untoldAsides, from }: Story): readonly Line[] {
  if (asides.length === 0) return [];
  return [
    heading('Besides'),
    BLANK,
    ...asides.map((aside) => asideLine(aside, from)),
    ...more(untoldAsides, 'event'),
    BLANK,
  ];
}

function asideLine({ first, last, times }: Aside, from: number | null): Line {
  const until = last.at === null ? '' : ` until ${sinceText(last.at, from).trim()}`;
  const again = times === 1 ? [] : [`, said ${count(times)} times${until}`];
  return eventLine(first, from, [...sentence(first), ...again]);
}

/** How it ends: the state, and whether the kernel kept its promises. */
export function endLines(judgement: Judgement, context: PromiseContext): readonly Line[] {
  return [
    ...momentLines('At the end', judgement.state),
    BLANK,
    heading('The promises of the kernel'),
    BLANK,
    ...promiseOverview(judgement, context),
  ];
}

/** What the events add up to, at the end or wherever a story stops. */
export function momentLines(title: string, state: KernelState): readonly Line[] {
  return [heading(title), BLANK, ...stateLines(state)];
}

function more(untold: number, noun: string, plural?: string): readonly Line[] {
  if (untold === 0) return [];
  const pieces: Piece[] = ['  ', span('dim', `… ${count(untold, `more ${noun}`, plural)} `)];
  return [line([...pieces, span('dim', '(--all, or see netdev-replay events)')]), BLANK];
}
