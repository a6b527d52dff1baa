import { ChunkView } from './chunk-view.ts';

/** Bytes of a line that are kept, to be told again by comparing alone. */
export interface Phrase {
  /** Where the phrase book keeps them; -1 where it had no room. */
  readonly kept: number;
  readonly length: number;
}

const BOOK_BYTES = 128 * 1024;
/** More than a line adds, but for one that nobody prints. */
const SPARE_BYTES = 32 * 1024;
const WORD = 8;

/**
 * Keeps the bytes of phrases that a log repeats. Compares eight bytes at a time, as floating-point
 * numbers, because these are read without an object. Only ASCII from the blank on may be kept: that
 * is never NaN, nor zero, so that equal numbers are equal bytes.
 */
export class PhraseBook {
  /** For all who look into the chunk at hand. */
  readonly chunk = new ChunkView();
  readonly #kept = new Uint8Array(BOOK_BYTES);
  readonly #known = new DataView(this.#kept.buffer);
  #length = 0;

  /** Whether it is time to {@link clear} it, between two lines. */
  get isFull(): boolean {
    return this.#length > BOOK_BYTES - SPARE_BYTES;
  }

  /** Forgets all phrases: those that were kept must not be asked for any more. */
  clear(): void {
    this.#length = 0;
  }

  /** Keeps `bytes[start, end)`: where, or -1 where there is no room. */
  keep(bytes: Uint8Array, start: number, end: number): number {
    const kept = this.#length;
    if (kept + end - start > BOOK_BYTES) return -1;
    this.#kept.set(bytes.subarray(start, end), kept);
    this.#length += end - start;
    return kept;
  }

  /** Whether a phrase stands at `bytes[at]` and is over by `end`. */
  isAt(phrase: Phrase, bytes: Uint8Array, at: number, end: number): boolean {
    const { kept, length } = phrase;
    if (kept < 0 || at + length > end) return false;
    if (length < WORD) return this.#isShortAt(kept, length, bytes, at);
    const view = this.chunk.of(bytes);
    const last = length - WORD;
    for (let i = 0; i < last; i += WORD) {
      if (this.#known.getFloat64(kept + i, true) !== view.getFloat64(at + i, true)) return false;
    }
    return this.#known.getFloat64(kept + last, true) === view.getFloat64(at + last, true);
  }

  #isShortAt(kept: number, length: number, bytes: Uint8Array, at: number): boolean {
    for (let i = 0; i < length; i += 1) if (this.#kept[kept + i] !== bytes[at + i]) return false;
    return true;
  }
}
