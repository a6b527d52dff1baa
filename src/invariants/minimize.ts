import type { KernelEvent } from '../model/events.ts';
import type { Invariant, Violation } from './invariant.ts';
import { type JudgeOptions, judge } from './judge.ts';

/** The smallest part of a history that still breaks a promise in the same way. */
export interface Minimized {
  /** The events that are left, as they were: their `seq` and `line` are those of the recording. */
  readonly events: readonly KernelEvent[];
  /** The violation, as found in the whole recording. */
  readonly violation: Violation;
  /** Whether silence had to count as evidence, see {@link JudgeOptions}. */
  readonly lossless: boolean;
  /** How many histories were judged to find it. */
  readonly judged: number;
}

/**
 * Reduces a history to the events that break a promise (delta debugging, after Zeller and
 * Hildebrandt): the first violation is kept, and taking away any further event ends it.
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
  const target = targetOf(events, invariant, options);
  if (target === null) return null;
  const { violation, lossless } = target;
  let judged = 0;
  const breaks = (candidate: readonly KernelEvent[]): boolean => {
    judged += 1;
    const { invariants } = judge(renumbered(candidate), {
      ...options,
      lossless,
      invariants: [invariant],
    });
    const found = invariants.flatMap(({ violations }) => violations);
    return found.some(({ seq, message }) => {
      return candidate[seq]?.seq === violation.seq && (!lossless || message === violation.message);
    });
  };
  const left = without(events, breaks);
  return { events: left, violation, lossless, judged };
}

/** The first violation, without trusting silence if it is one without. */
function targetOf(
  events: readonly KernelEvent[],
  invariant: Invariant,
  options: Omit<JudgeOptions, 'invariants'>,
): Pick<Minimized, 'violation' | 'lossless'> | null {
  for (const lossless of [false, options.lossless]) {
    const settings = lossless === undefined ? options : { ...options, lossless };
    const { invariants } = judge(events, { ...settings, invariants: [invariant] });
    const [violation] = invariants.flatMap(({ violations }) => violations);
    if (violation !== undefined) return { violation, lossless: lossless ?? true };
  }
  return null;
}

/** Takes away whatever is not needed: halves first, then smaller pieces, at last single events. */
function without(
  events: readonly KernelEvent[],
  breaks: (candidate: readonly KernelEvent[]) => boolean,
): readonly KernelEvent[] {
  let left = events;
  let size = Math.ceil(events.length / 2);
  while (size > 0) {
    const before = left.length;
    for (let index = 0; index < left.length; ) {
      const candidate = [...left.slice(0, index), ...left.slice(index + size)];
      if (breaks(candidate)) left = candidate;
      else index += size;
    }
    // Single events are tried until none can go: one may be needed only for another.
    if (size > 1) size = Math.floor(size / 2);
    else if (left.length === before) size = 0;
  }
  return left;
}

/** Numbered without jumps, which the judge would take for lost records. */
function renumbered(events: readonly KernelEvent[]): readonly KernelEvent[] {
  return events.map((event, seq) => ({ ...event, seq }));
}
