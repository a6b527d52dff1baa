import type { Observation } from '../observation.ts';

/**
 * What a log turned out to hold once it is over: maybe of one CPU only, and others are missing; or
 * calls down to some depth only (`max_graph_depth`).
 */
export type Covered = 'all' | 'each CPU by itself' | 'down to a depth';

/** Nanoseconds that lines of one CPU may stand out of order: a return is told where it is printed. */
const MOST_JITTER = 1_000_000_000;

/**
 * Watches which CPUs a log is about. The kernel has a file for all CPUs and one for each; those of
 * single CPUs may even stand one behind another. Then a task that migrates vanishes and comes back,
 * and nothing is known of the order between two CPUs. Watches, too, how deep into calls it looks.
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
  /** How deep calls were at most: any at all, and those that lead to list_netdevice. */
  #deepest = -1;
  #loopback = -1;
  #registering = -1;
  #listed = false;

  /**
   * Takes the next line. Says whether it begins the file of another CPU, older than the one above
   * and of a CPU not seen, or another recording: the clock of a CPU does not run back.
   */
  isSeam(line: Observation): boolean {
    if (line.kind === 'entered' && line.depth !== null) this.#descend(line.fn, line.depth);
    const { cpu, at } = line;
    if (cpu === null) {
      this.#learn(line);
      return false;
    }
    const before = this.#at;
    this.#at = at;
    if (cpu === this.#cpu) return before !== null && at !== null && at < before - MOST_JITTER;
    this.#cpu = cpu;
    const goes = this.#inOneGo;
    if (goes === null) return false;
    const fresh = !goes.has(cpu);
    goes.add(cpu);
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
    if (apart && this.#others && !this.#told) return 'each CPU by itself';
    // loopback_net_init calls register_netdevice, which calls list_netdevice: where the log shows
    // these elsewhere, but here nothing is as deep as they would be, it shows no such depth.
    const above = Math.max(this.#registering, this.#loopback + (this.#registering < 0 ? 0 : 1));
    return this.#listed && this.#deepest <= above ? 'down to a depth' : 'all';
  }

  #descend(fn: string, depth: number): void {
    this.#deepest = Math.max(this.#deepest, depth);
    if (fn === 'list_netdevice') this.#listed = true;
    else if (fn === 'loopback_net_init') this.#loopback = Math.max(this.#loopback, depth);
    else if (fn === 'register_netdevice') this.#registering = Math.max(this.#registering, depth);
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
