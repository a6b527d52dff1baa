import type { LineContext } from './context.ts';
import { parsePerfContext } from './perf.ts';

/** So many stamps in order are times: steps between events would go up and down. */
const ENOUGH = 16;

/**
 * What the stamps of perf script count. Those of a recording begin somewhere; with `--reltime` and
 * `--deltatime` they begin at 0 and are the time since then, or the step from the event before,
 * which tells no time. The text does not say which: until the stamps themselves do, none is taken.
 */
export class PerfClock {
  #counts: 'nothing yet' | 'time' | 'maybe steps' | 'steps' = 'nothing yet';
  #latest = 0;
  #inOrder = 0;

  /** Whether the stamps are known to be times, which they then stay. */
  get tellsTime(): boolean {
    return this.#counts === 'time';
  }

  /**
   * The context of the next line; `null` where it has none. Lines of perf trace, which were
   * rewritten (see perf-trace.ts), print times.
   */
  context(text: string, rewritten: boolean): LineContext | null {
    const context = parsePerfContext(text);
    if (context === null || rewritten) return context;
    return { ...context, at: this.#read(context.at) };
  }

  /** The time of the next stamp; `null` where it may be a step. */
  #read(stamp: number | null): number | null {
    if (stamp === null || this.#counts === 'time') return stamp;
    if (this.#counts === 'nothing yet') this.#counts = stamp === 0 ? 'maybe steps' : 'time';
    else if (this.#counts === 'maybe steps') this.#compare(stamp);
    return this.#counts === 'time' ? stamp : null;
  }

  #compare(stamp: number): void {
    if (stamp < this.#latest) this.#counts = 'steps';
    if (stamp > this.#latest) this.#inOrder += 1;
    this.#latest = stamp;
    if (this.#inOrder >= ENOUGH) this.#counts = 'time';
  }
}
