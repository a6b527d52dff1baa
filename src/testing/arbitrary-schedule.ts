import * as fc from 'fast-check';
import { type Turn, WORKER_LABEL } from '../kernel/plan.ts';

/** Turns for the tasks that arbitrary commands name, and for the cleanup worker. */
export function arbitrarySchedule(): fc.Arbitrary<readonly Turn[]> {
  const turn = fc
    .tuple(fc.constantFrom('main', 'other', 'third', WORKER_LABEL), fc.integer({ min: 1, max: 40 }))
    .map(([run, steps]): Turn => ({ run, steps }));
  const turns = fc.array(turn, { minLength: 1, maxLength: 12 });
  return fc.oneof(
    { arbitrary: fc.constant<readonly Turn[]>([]), weight: 1 },
    { arbitrary: turns, weight: 1 },
  );
}
