import { type Explanation, explain } from '../invariants/explain.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { judge } from '../invariants/judge.ts';
import { defects, simulateDefect } from '../testing/defects/catalogue.ts';

/** A wrong kernel caught breaking a promise. */
export interface Counterexample {
  /** The name of the defect. */
  readonly defect: string;
  /** What is wrong with that kernel, in one sentence. */
  readonly wrong: string;
  readonly explanation: Explanation;
}

/** Lets a wrong kernel run until it breaks a promise; `null` where none is known that does. */
export function counterexample(invariant: Invariant): Counterexample | null {
  for (const [name, defect] of Object.entries(defects)) {
    if (defect.breaks !== invariant.id) continue;
    const events = simulateDefect(defect);
    const kernel = defect.plan.kernel ?? '6.1';
    const { invariants } = judge(events, { invariants: [invariant], kernel });
    const [violation] = invariants.flatMap(({ violations }) => violations);
    const explanation = violation === undefined ? null : explain(events, invariant, violation);
    if (explanation !== null) return { defect: name, wrong: defect.wrong, explanation };
  }
  return null;
}
