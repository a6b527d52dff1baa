import type { PlanInput } from './plan.ts';
import { planSchema } from './plan-schema.ts';

/** A text that is no plan: where in it, and what was expected there. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}

/**
 * Reads a plan from JSON. This module loads zod; import it lazily.
 *
 * @throws {@link PlanError} for anything that is no plan.
 *
 * @example
 * ```ts
 * const plan = planOf(parsePlan('{ "kernel": "6.12", "commands": [] }'));
 * ```
 */
export function parsePlan(json: string): PlanInput {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new PlanError(`expected JSON: ${error instanceof Error ? error.message : error}`);
  }
  const { success, data, error } = planSchema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'plan' : issue.path.join('.');
  throw new PlanError(`${place}: ${issue?.message ?? error.message}`);
}
