import type { Observation } from '../observation.ts';

/** What a log turned out to hold once it is over: maybe of one CPU only, and others are missing. */
export type Covered = 'all' | 'each CPU by itself';

/** Nanoseconds that lines of one CPU may stand out of order: a return is told where it is printed. */
const MOST_JITTER = 1_000_000_000;

/**
 * Watches which CPUs a log is about. The kernel has a file for all CPUs and one for each; those of
 * single CPUs may even stand one behind another. Then a task that migrates vanishes and comes back,
 * and nothing is known of the order between two CPUs.
 */
export class Coverage {
  /** The CPU of the line before, and its time. */
  #cpu: number | null = null;
  #at: number | null = null;
  /** CPUs that wrote, as long as each did so in one go; `null` once two took turns. */
  #inOneGo: Set<number> | null = new Set();
  /** There is more than one CPU, or signs of it. */
  #others = false;
  /** A header told whether everything is there. */
  #told = false;

  /**
   * Whether a line begins the file of another CPU, older than the one above and of a CPU not seen,
   * or another recording: the clock of a CPU does not run back.
   */
  isSeam(line: Observation): boolean {
    const { cpu, at } = line;
    if (cpu === null) {
      this.#learn(line);
      return false;
    }
    const before = this.#at;
    this.#at = at;
    if (cpu === this.#cpu) return before !== null && at !== null && at < before - MOST_JITTER;
    const first = this.#cpu === null;
    this.#cpu = cpu;
    const goes = this.#inOneGo;
    if (goes === null) return false;
    const fresh = !goes.has(cpu);
    goes.add(cpu);
    if (first) return false;
    const known = before !== null && at !== null;
    if (!fresh || (known && at >= before)) this.#inOneGo = null;
    return fresh && known && at < before;
  }

  /** A call ended that did not begin in this log: its task may have come from another CPU. */
  stray(): void {
    this.#others = true;
  }

  /** The log is over. */
  end(): Covered {
    const apart = this.#inOneGo !== null && this.#inOneGo.size > 0;
    return apart && this.#others && !this.#told ? 'each CPU by itself' : 'all';
  }

  #learn(line: Observation): void {
    switch (line.kind) {
      case 'described':
        if (line.cpus > 1) this.#others = true;
        return;
      case 'complete':
        this.#told = true;
        return;
      case 'lost':
        if (line.line !== null) return;
        this.#told = true;
        // The seam, as a header tells it: what follows may well be older.
        this.#at = null;
        return;
      default:
    }
  }
}
