import type { Args, Context, Observation } from '../observation.ts';

type Entered = Extract<Observation, { readonly kind: 'entered' }>;
type Returned = Extract<Observation, { readonly kind: 'returned' }>;
/** An observation of one end of a call. */
export type CallEnd = Entered | Returned;
type Traced = Extract<Observation, { readonly kind: 'traced' }>;

// Written out field by field: spreading the context costs more than reading the line does.

/** `fn` was entered at `context`. */
export function entered(
  context: Context,
  fn: string,
  caller: string | null,
  args: Args,
  depth: number | null,
): Entered {
  const { at, cpu, task, line } = context;
  return { kind: 'entered', at, cpu, task, line, fn, caller, args, depth };
}

/** `fn` returned at `context`. */
export function returned(
  context: Context,
  fn: string,
  args: Args,
  depth: number | null,
  duration: number | null,
): Returned {
  const { at, cpu, task, line } = context;
  return { kind: 'returned', at, cpu, task, line, fn, args, depth, duration };
}

/** The trace event `name` was recorded at `context`. */
export function traced(context: Context, name: string, fields: Args): Traced {
  const { at, cpu, task, line } = context;
  return { kind: 'traced', at, cpu, task, line, name, fields };
}
