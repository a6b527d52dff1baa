import type { KernelEvent } from '../../../src/model/events.ts';
import type { BootFacts } from '../../../src/recording/boot-facts.ts';
import type { Entered } from '../../../src/recording/interpret/calls.ts';
import { Interpreter } from '../../../src/recording/interpret/interpreter.ts';
import type { Args, Context, Observation } from '../../../src/recording/observation.ts';

/** Where initcalls run. */
export const PID_1: Context = { at: 1000, cpu: 0, task: 'swapper/0-1', line: 1 };

/** A function of PID 1: who calls it, as the function tracer says, or how deep it is in a graph. */
export function entered(
  fn: string,
  by: string | number | null,
  around: Partial<Entered> = {},
): Entered {
  const [caller, depth] = typeof by === 'number' ? [null, by] : [by, null];
  return { ...PID_1, kind: 'entered', fn, caller, args: {}, depth, ...around };
}

/** A trace event of PID 1. */
export function traced(name: string, fields: Args, around: Partial<Context> = {}): Observation {
  return { ...PID_1, ...around, kind: 'traced', name, fields };
}

/** The events of all these lines. */
export function told(lines: readonly Observation[], known?: BootFacts): readonly KernelEvent[] {
  const interpreter = new Interpreter(known);
  return [...interpreter.take(lines), ...interpreter.end()];
}
