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
/** How much larger the young generation becomes when V8 finds it too small; twice, unless told. */
const GROWTH = '--semi-space-growth-factor';
/**
 * When so much is read, it is as large as it has to be: where every line matters, the most that V8
 * allows (16 MiB a half, after half of this); where one in twenty does, a quarter of it.
 */
const TELLING_BYTES = 64 * 1024 * 1024;

/** What to tell a version of V8. It complains on stderr of a flag that it does not know. */
export function engineFlags(v8: string): readonly string[] {
  const { v8: known, flag } = PATIENT_OPTIMIZER;
  return v8.startsWith(known) ? [SMALL_HEAP, flag] : [SMALL_HEAP];
}

/** From now on runs in less memory, and optimizes only what runs for long. */
export function tuneEngine(): void {
  for (const flag of engineFlags(process.versions.v8)) setFlagsFromString(flag);
}

/**
 * The content of a log, for which the young generation does not grow without end. V8 enlarges it
 * with time, however little there is to keep, and uses all of it: a quarter of the memory of a check
 * of gigabytes. All threads of the process have these flags.
 */
export async function* steadily(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let told = 0;
  try {
    for await (const chunk of content) {
      yield chunk;
      const before = told;
      told += chunk.length;
      if (before < TELLING_BYTES && told >= TELLING_BYTES) setFlagsFromString(`${GROWTH}=1`);
    }
  } finally {
    if (told >= TELLING_BYTES) setFlagsFromString(`${GROWTH}=2`);
  }
}
