import { type Explanation, explain } from '../invariants/explain.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { judge } from '../invariants/judge.ts';
import { planOf } from '../kernel/plan.ts';
import { simulate } from '../kernel/simulate.ts';
import type { KernelEvent } from '../model/events.ts';
import { defects, simulateDefect } from '../testing/defects/catalogue.ts';
import type { Defect } from '../testing/defects/defect.ts';

/** A wrong kernel caught breaking a promise. */
export interface Counterexample {
  /** The name of the defect. */
  readonly defect: string;
  /** What is wrong with that kernel, in one sentence. */
  readonly wrong: string;
  readonly explanation: Explanation;
}

/**
 * Lets wrong kernels run until one breaks a promise; `null` where none does that is known. Promises
 * that are not the kernel's take the first defect that breaks them where a right kernel would not.
 */
export function counterexample(invariant: Invariant): Counterexample | null {
  const planted = Object.entries(defects);
  const meant = planted.filter(([, { breaks }]) => breaks === invariant.id);
  for (const [name, defect] of meant.length > 0 ? meant : planted) {
    const explanation = firstBroken(invariant, simulateDefect(defect), defect);
    if (explanation === null) continue;
    const rightly = meant.length > 0 ? [] : simulate(planOf(defect.plan));
    if (firstBroken(invariant, rightly, defect) !== null) continue;
    return { defect: name, wrong: defect.wrong, explanation };
  }
  return null;
}

function firstBroken(
  invariant: Invariant,
  events: readonly KernelEvent[],
  { plan: { kernel = '6.1' } }: Defect,
): Explanation | null {
  const { invariants } = judge(events, { invariants: [invariant], kernel });
  const [violation] = invariants.flatMap(({ violations }) => violations);
  return violation === undefined ? null : explain(events, invariant, violation);
}
