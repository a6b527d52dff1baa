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

/** Fates of lines that are of no interest. */
type NoiseFate = {
  [Fate in LineFate]: (typeof FATES)[Fate] extends 'noise' ? Fate : never;
}[LineFate];

/** The order in which reasons are told, whatever was counted first. */
const ORDER: readonly string[] = Object.keys(FATES);

/** Counts lines by fate. */
export class Tally {
  readonly #reasons = new Map<LineFate, number>();
  #total = 0;
  /** The fate of the last lines, and how many of them are not in the reasons yet. */
  #fate: LineFate = 'used';
  #run = 0;
  #firstUnknown: number | null = null;

  /** How many lines were counted. */
  get total(): number {
    return this.#total;
  }

  /** Counts the next line. */
  count(fate: LineFate): void {
    if (fate !== this.#fate) this.#change(fate);
    this.#total += 1;
    this.#run += 1;
  }

  /** Counts the next lines, which all were of no interest. */
  pass(fate: NoiseFate, lines: number): void {
    if (lines === 0) return;
    this.#total += lines;
    this.#add(fate, lines);
  }

  /** The account so far. */
  report(): LineCount {
    this.#change(this.#fate);
    const shares = { used: 0, noise: 0, unknown: 0 };
    const reasons = [...this.#reasons].sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
    for (const [fate, lines] of reasons) shares[FATES[fate]] += lines;
    return {
      total: this.#total,
      ...shares,
      reasons: Object.fromEntries(reasons),
      firstUnknown: this.#firstUnknown,
    };
  }

  /** Lines come in runs of one fate: only where a run ends is anything looked up. */
  #change(fate: LineFate): void {
    if (this.#run > 0) this.#add(this.#fate, this.#run);
    this.#fate = fate;
    this.#run = 0;
    if (this.#firstUnknown === null && FATES[fate] === 'unknown')
      this.#firstUnknown = this.#total + 1;
  }

  #add(fate: LineFate, lines: number): void {
    this.#reasons.set(fate, (this.#reasons.get(fate) ?? 0) + lines);
  }
}
