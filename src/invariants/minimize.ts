import type { KernelEvent } from '../model/events.ts';
import { unlessThrown } from './guarded.ts';
import type { Invariant, Violation } from './invariant.ts';
import { type JudgeOptions, judge } from './judge.ts';
import { reduction } from './reduction.ts';

/** The smallest part of a history that still breaks a promise in the same way. */
export interface Minimized {
  /** The events that are left, as they were: their `seq` and `line` are those of the recording. */
  readonly events: readonly KernelEvent[];
  /** The violation, as found in the whole recording. */
  readonly violation: Violation;
  /** How many histories were judged to find it. */
  readonly judged: number;
}

/**
 * Reduces a history to the events that break a promise: the first violation is kept, and taking
 * away any further event ends it.
 *
 * A violation that shows in the order of events alone is reduced as such. One that shows in a
 * missing event must keep its exact words, or any event taken away would become a violation.
 *
 * @returns `null` if the events do not break the promise.
 *
 * @example
 * ```ts
 * minimize(events, invariant)?.events.map(({ line }) => line);
 * ```
 */
export function minimize(
  events: readonly KernelEvent[],
  invariant: Invariant,
  options: Omit<JudgeOptions, 'invariants'> = {},
): Minimized | null {
  const judgeAlone = (history: readonly KernelEvent[]): readonly Violation[] =>
    judge(history, { ...options, invariants: [invariant] }).invariants.flatMap(
      ({ violations }) => violations,
    );
  const found = judgeAlone(events);
  const violation = found.find(({ silent }) => !silent) ?? found[0];
  if (violation === undefined) return null;
  let judged = 0;
  const breaks = (candidate: readonly KernelEvent[]): boolean => {
    judged += 1;
    return unlessThrown(() => judgeAlone(renumbered(candidate)), []).some(
      ({ seq, silent, message }) => {
        const same = silent === violation.silent && candidate[seq]?.seq === violation.seq;
        return same && (!silent || message === violation.message);
      },
    );
  };
  const search = reduction(events);
  let step = search.next();
  while (step.done !== true) step = search.next(breaks(step.value));
  return { events: step.value, violation, judged };
}

/** Numbered without jumps, which the judge would take for lost records. */
function renumbered(events: readonly KernelEvent[]): readonly KernelEvent[] {
  return events.map((event, seq) => ({ ...event, seq }));
}
