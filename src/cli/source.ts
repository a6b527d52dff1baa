import type { Invariant, Violation } from '../invariants/invariant.ts';
import { judge } from '../invariants/judge.ts';
import type { KernelEvent } from '../model/events.ts';
import type { ReadOptions } from '../recording/read.ts';
import { complain } from './complaint.ts';
import { titleOf } from './inputs.ts';
import { isAfter, isBefore } from './moment.ts';
import { type Bounds, Passage } from './passage.ts';
import type { Visitor } from './read-through.ts';
import { type ReadResult, readLog, readWhole } from './reading.ts';
import type { Shell } from './shell.ts';

/** Where the events of a story come from, and which of them are told. */
export interface Source {
  readonly passage: Passage;
  /** What the story ends with, where it ends with a broken promise. */
  readonly violation: Violation | null;
  /** The log is known to be damaged somewhere, be it behind what is told. */
  readonly isDamaged: boolean;
  readonly read: (visit: Visitor) => Promise<ReadResult>;
}

/** What to read, and how. */
interface Log {
  readonly file: string;
  readonly reading: ReadOptions;
}

/** A log that is told while it is read. */
export function sourceOf(shell: Shell, { file, reading }: Log, bounds: Bounds): Source {
  return {
    passage: new Passage(bounds),
    violation: null,
    isDamaged: false,
    read: (visit) => readLog(shell, file, reading, visit),
  };
}

/**
 * A log up to where it first breaks a promise within some bounds. It is read and judged as a
 * whole before anything is told; `null` where it cannot be read.
 */
export async function sourceUntil(
  shell: Shell,
  { file, reading }: Log,
  bounds: Bounds,
  invariant: Invariant,
): Promise<Source | null> {
  const whole = await readWhole(shell, file, reading);
  if (whole === null) return null;
  const { events, summary } = whole;
  const isDamaged = summary.problems.length > 0;
  const read = async (visit: Visitor): Promise<ReadResult> =>
    (await visit(events)) ? { read: 'whole', summary } : { read: 'part' };
  const violation = firstWithin(bounds, events, invariant);
  if (violation !== null) {
    const to = { by: 'seq', seq: violation.seq } as const;
    return { passage: new Passage({ ...bounds, to }), violation, isDamaged, read };
  }
  await complain(shell.err, titleOf(file), `nothing here breaks ${invariant.id}`);
  return { passage: new Passage(bounds), violation, isDamaged, read };
}

function firstWithin(
  { from, to }: Bounds,
  events: readonly KernelEvent[],
  invariant: Invariant,
): Violation | null {
  const violations = judge(events, { invariants: [invariant] }).invariants.flatMap(
    (promise) => promise.violations,
  );
  const bySeq = new Map(violations.map((violation) => [violation.seq, violation]));
  for (const event of events) {
    const violation = bySeq.get(event.seq);
    if (violation === undefined || (from !== null && isBefore(event, from))) continue;
    return to !== null && isAfter(event, to) ? null : violation;
  }
  return null;
}
