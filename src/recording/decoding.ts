import { NEWLINE } from './ascii.ts';
import type { LineDecoder, LineFate } from './decoder.ts';
import { hasHole, mayBeHollow } from './holes.ts';
import { LineSplitter } from './lines.ts';
import type { Observation } from './observation.ts';
import type { SkimKernel } from './skim/kernel.ts';
import { Skimmer } from './skim/skimmer.ts';
import { type LineCount, Tally } from './tally.ts';
import { textOf } from './text.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * One log on its way from bytes to observations: chunks in, arrays out, every line accounted for.
 *
 * @example
 * ```ts
 * const decoding = new Decoding(new FtraceDecoder());
 * for await (const chunk of file) use(decoding.push(chunk));
 * use(decoding.end());
 * decoding.lines.unknown;
 * ```
 */
export class Decoding {
  readonly #decoder: LineDecoder;
  readonly #splitter: LineSplitter;
  readonly #tally = new Tally();
  #skimmer: Skimmer | null = null;
  #out: Observation[] = [];
  /** The line under way may have a hole, or one of those behind it in this chunk. */
  #hollow = false;
  /** Where the last line ends that ends in this chunk. */
  #lastEnd = -1;

  constructor(decoder: LineDecoder) {
    this.#decoder = decoder;
    this.#splitter = new LineSplitter((bytes, start, end, cut) => {
      this.#line(bytes, start, end, cut);
    });
    this.#splitter.skipWith((chunk, start) => (this.#hollow ? start : this.#readOn(chunk, start)));
  }

  /** What became of the lines so far. */
  get lines(): LineCount {
    return this.#tally.report();
  }

  /** From now on steps over lines of no interest with `kernel`: the same, but faster. */
  skimWith(kernel: SkimKernel): void {
    const step = this.#decoder.skimWith?.(kernel) ?? null;
    if (step === null) return;
    this.#skimmer = new Skimmer(kernel, step, this.#tally);
  }

  /** Decodes the next bytes: the observations they complete, in the order of the log. */
  push(chunk: Uint8Array): readonly Observation[] {
    const hollow = mayBeHollow(chunk);
    if (hollow) this.#hollow = true;
    const { total } = this.#tally;
    this.#skimmer?.begin();
    this.#lastEnd = chunk.lastIndexOf(NEWLINE);
    this.#splitter.push(chunk);
    // Its first line may have begun in a chunk with a hole.
    if (!hollow && this.#tally.total > total) this.#hollow = false;
    return this.#take();
  }

  /** The log is over: the observations that were held back. */
  end(): readonly Observation[] {
    this.#splitter.end();
    this.#decoder.end(this.#out);
    return this.#take();
  }

  #take(): readonly Observation[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  /** Takes lines as they come, from `start` on: the start of the first that has to be split off. */
  #readOn(chunk: Uint8Array, start: number): number {
    let at = start;
    for (;;) {
      const next = this.#skimmer?.skip(chunk, at, this.#out) ?? at;
      at = this.#readUsual(chunk, next);
      if (at === next) return at;
    }
  }

  /** Takes a line of a usual shape: the start of the one behind it. */
  #readUsual(chunk: Uint8Array, start: number): number {
    if (start >= this.#lastEnd) return start;
    const decoder = this.#decoder;
    const number = this.#tally.total + 1;
    const fate = decoder.usualLine?.(chunk, start, this.#lastEnd, number, this.#out) ?? null;
    if (fate === null) return start;
    this.#tally.count(fate);
    return (decoder.usualEnd ?? start) + 1;
  }

  #line(bytes: Uint8Array, start: number, end: number, cut: boolean): void {
    const number = this.#tally.total + 1;
    if (cut || (this.#hollow && hasHole(bytes, start, end))) {
      this.#decoder.unreadable?.(number, this.#out);
      this.#tally.count(cut ? 'too long' : 'unknown form');
      return;
    }
    const fate = this.#decoder.fastLine?.(bytes, start, end, number, this.#out) ?? null;
    this.#tally.count(fate ?? this.#slowLine(bytes, start, end, number));
  }

  #slowLine(bytes: Uint8Array, start: number, end: number, number: number): LineFate {
    let text = textOf(bytes, start, end);
    if (number === 1 && text.startsWith(BYTE_ORDER_MARK)) text = text.slice(1);
    return this.#decoder.line(text, number, this.#out);
  }
}
