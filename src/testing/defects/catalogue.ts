import { lawsOf } from '../../kernel/laws.ts';
import { type PlanInput, planOf } from '../../kernel/plan.ts';
import { simulate } from '../../kernel/simulate.ts';
import type { KernelEvent } from '../../model/events.ts';
import { bootDefects } from './boot.ts';
import type { Defect } from './defect.ts';
import { deviceDefects } from './devices.ts';
import { loopbackDefects } from './loopback.ts';
import { pernetDefects } from './pernet.ts';

/** The name of a wrong kernel. */
export type DefectName =
  | keyof typeof loopbackDefects
  | keyof typeof bootDefects
  | keyof typeof pernetDefects
  | keyof typeof deviceDefects;

/** Wrong kernels by name, at least one for every promise. */
export const defects: Readonly<Record<DefectName, Defect>> = {
  ...loopbackDefects,
  ...bootDefects,
  ...pernetDefects,
  ...deviceDefects,
};

/**
 * Runs a plan on a wrong kernel: the one on which its defect shows, unless given another.
 *
 * @example
 * ```ts
 * const events = simulateDefect(defects['lo leaves first']);
 * ```
 */
export function simulateDefect(
  defect: Defect,
  input: PlanInput = defect.plan,
): readonly KernelEvent[] {
  const plan = planOf(input);
  return simulate(plan, defect.plant(lawsOf(plan)));
}
