import { FATES, type LineFate } from './decoder.ts';

/** What became of the lines of a log: `used + noise + unknown = total`. */
export interface LineCount {
  readonly total: number;
  readonly used: number;
  readonly noise: number;
  readonly unknown: number;
  /** How many lines met each fate; only fates that occurred. */
  readonly reasons: Readonly<Partial<Record<LineFate, number>>>;
  /** 1-based number of the first line that was not understood. */
  readonly firstUnknown: number | null;
}

/** Counts lines by fate. */
export class Tally {
  readonly #reasons = new Map<LineFate, number>();
  #total = 0;
  #firstUnknown: number | null = null;

  /** How many lines were counted. */
  get total(): number {
    return this.#total;
  }

  /** Counts the next line. */
  count(fate: LineFate): void {
    this.#total += 1;
    this.#reasons.set(fate, (this.#reasons.get(fate) ?? 0) + 1);
    if (this.#firstUnknown === null && FATES[fate] === 'unknown') this.#firstUnknown = this.#total;
  }

  /** The account so far. */
  report(): LineCount {
    const shares = { used: 0, noise: 0, unknown: 0 };
    for (const [fate, lines] of this.#reasons) shares[FATES[fate]] += lines;
    return {
      total: this.#total,
      ...shares,
      reasons: Object.fromEntries(this.#reasons),
      firstUnknown: this.#firstUnknown,
    };
  }
}
