import { textOf } from './text.ts';

/** A power of two; a log names some hundred functions, tasks and values at a time. */
const SLOTS = 8192;
const MASK = SLOTS - 1;
/** Longer texts are made anew each time. */
const LONGEST = 64;

/**
 * Gives equal bytes one string, and makes that string only once as long as its place is not taken
 * by another: no allocation for what was just seen, and bounded memory whatever comes.
 */
export class ByteInterner {
  readonly #texts: string[] = new Array(SLOTS).fill('');
  readonly #lengths = new Uint8Array(SLOTS);
  /** The bytes of the texts: comparing these is twice as fast as comparing with the strings. */
  readonly #bytes = new Uint8Array(SLOTS * LONGEST);

  /** The text of `bytes[start, end)`. */
  of(bytes: Uint8Array, start: number, end: number): string {
    return this.hashed(bytes, start, end, hashOf(bytes, start, end));
  }

  /** The same for a caller that has come by the hash while it read the text, see {@link hashOf}. */
  hashed(bytes: Uint8Array, start: number, end: number, hash: number): string {
    const length = end - start;
    if (length > LONGEST) return textOf(bytes, start, end);
    const slot = (hash ^ (hash >>> 15)) & MASK;
    const known = slot * LONGEST;
    let i = this.#lengths[slot] === length ? 0 : -1;
    while (i !== -1 && i < length) {
      i = this.#bytes[known + i] === bytes[start + i] ? i + 1 : -1;
    }
    if (i === -1) this.#keep(bytes, start, end, slot);
    return this.#texts[slot] ?? '';
  }

  #keep(bytes: Uint8Array, start: number, end: number, slot: number): void {
    this.#texts[slot] = textOf(bytes, start, end);
    this.#lengths[slot] = end - start;
    this.#bytes.set(bytes.subarray(start, end), slot * LONGEST);
  }
}

/** The hash of `bytes[start, end)`: `hash * 31 + byte` for each byte. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i += 1) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
  return hash;
}
