import type { Verdict } from './invariant.ts';
import type { Judgement } from './judge.ts';

/** What several logs of one boot say about one promise. */
export interface JointPromise {
  readonly id: string;
  readonly verdict: Verdict;
  /** How many times it was put to the test and kept, in all logs. */
  readonly checked: number;
  /** How many events broke it, in all logs. */
  readonly broken: number;
  /** Places, in the list that was given, of the logs that gave this verdict. */
  readonly decidedBy: readonly number[];
  /** Why no log can tell, one reason a log; empty unless the verdict is `unknown`. */
  readonly reasons: readonly string[];
  /** What of it no log can show, where the rest `holds`; else `null`. */
  readonly unseen: string | null;
}

/** What several logs of one boot say together. */
export interface JointJudgement {
  /** `violated` if any promise is, else `holds` if any does, else `unknown`. */
  readonly verdict: Verdict;
  readonly invariants: readonly JointPromise[];
}

/**
 * Joins the verdicts on several logs of one boot, promise by promise: broken where any log shows it
 * broken, else kept where any log shows it kept, else unknown. The logs are judged one by one and
 * their events never merged: their clocks differ, so no order between two logs is evidence.
 *
 * @example
 * ```ts
 * const { verdict } = judgeTogether([judge(dmesg.events), judge(trace.events)]);
 * ```
 */
export function judgeTogether(
  judgements: readonly Pick<Judgement, 'invariants'>[],
): JointJudgement {
  const ids = new Set(judgements.flatMap(({ invariants }) => invariants.map(({ id }) => id)));
  const invariants = [...ids].map((id) => jointPromise(id, judgements));
  return { verdict: strongest(invariants.map(({ verdict }) => verdict)), invariants };
}

function jointPromise(
  id: string,
  judgements: readonly Pick<Judgement, 'invariants'>[],
): JointPromise {
  const told = judgements.flatMap(({ invariants }, place) =>
    invariants.filter((promise) => promise.id === id).map((promise) => ({ ...promise, place })),
  );
  const verdict = strongest(told.map((promise) => promise.verdict));
  const decisive = told.filter((promise) => promise.verdict === verdict);
  const whole = decisive.some(({ unseen }) => unseen === null);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    id,
    verdict,
    checked: sum(told.map(({ checked }) => checked)),
    broken: sum(told.map(({ broken }) => broken)),
    decidedBy: decisive.map(({ place }) => place),
    reasons: verdict === 'unknown' ? told.flatMap(({ reason }) => reason ?? []) : [],
    unseen: whole ? null : (decisive[0]?.unseen ?? null),
  };
}

function strongest(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('violated')) return 'violated';
  return verdicts.includes('holds') ? 'holds' : 'unknown';
}
