import { setFlagsFromString } from 'node:v8';

/**
 * How much the old generation may grow by before it is collected, in percent of what was alive.
 * Left to itself, V8 keeps 60 MB of garbage beside the 10 MB of a reader that are alive.
 */
const SMALL_HEAP = '--heap-growing-percent=50';
/**
 * How many bytes of bytecode a function runs before it is worth optimizing: twice as many as usual,
 * and some. Most of what reads a log runs for a few lines only, and one fifth of the time of
 * 5,000,000 lines of a graph went into optimizing it. Later versions of V8 decide by other measures.
 */
const PATIENT_OPTIMIZER = { v8: '11.', flag: '--interrupt-budget=300000' } as const;

/** What to tell a version of V8. It complains on stderr of a flag that it does not know. */
export function engineFlags(v8: string): readonly string[] {
  const { v8: known, flag } = PATIENT_OPTIMIZER;
  return v8.startsWith(known) ? [SMALL_HEAP, flag] : [SMALL_HEAP];
}

/** From now on runs in less memory, and optimizes only what runs for long. */
export function tuneEngine(): void {
  for (const flag of engineFlags(process.versions.v8)) setFlagsFromString(flag);
}
