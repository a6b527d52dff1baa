import type * as fc from 'fast-check';
import { simulate } from '../kernel/simulate.ts';
import type { KernelEvent } from '../model/events.ts';
import { arbitraryPlan, type PlanConstraints } from './arbitrary-plan.ts';
import { storyOf } from './story.ts';

/** A run of the simulated kernel; printed as the story of what happened after the boot. */
export interface History {
  readonly events: readonly KernelEvent[];
  readonly toString: () => string;
}

/**
 * Histories of a correct kernel, as {@link arbitraryPlan} makes them; all promises hold in each.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(arbitraryHistory(), ({ events }) => check(events)));
 * ```
 */
export function arbitraryHistory(constraints: PlanConstraints = {}): fc.Arbitrary<History> {
  return arbitraryPlan(constraints).map((plan) => {
    const events = simulate(plan);
    return { events, toString: () => storyOf(events) };
  });
}
