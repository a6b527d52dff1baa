/** What a log may tell of its boot that holds for every other log of the same boot. */
export interface BootFacts {
  /** `uname -r`. */
  readonly kernel: string | null;
  /** How many CPUs are possible, offline ones included. */
  readonly cpus: number | null;
}

/** Before any log was read. */
export const NOTHING_KNOWN: BootFacts = { kernel: null, cpus: null };

/** Both together; where they differ in what they know, the first one counts. */
export function joinFacts(first: BootFacts, second: BootFacts): BootFacts {
  return { kernel: first.kernel ?? second.kernel, cpus: first.cpus ?? second.cpus };
}
