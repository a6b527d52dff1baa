import { EQUALS, isVisible, isWord, OPEN_PAREN, QUOTE, SPACE } from '../ascii.ts';
import type { ByteInterner } from '../byte-interner.ts';
import type { Args } from '../observation.ts';

const NONE: Args = {};

/**
 * Reads ` key=value key="string"` as parseArgs does, from bytes, each looked at once. It keeps its
 * place in itself: an object for each value would cost more than the reading.
 */
export class FastArgs {
  readonly #names: ByteInterner;
  /** The key just read. */
  #key = 0;
  #keyHash = 0;
  /** Index of the `=` behind it; -1 where no key stood. */
  #equals = -1;
  /** Hash of the value just read. */
  #hash = 0;

  constructor(names: ByteInterner) {
    this.#names = names;
  }

  /**
   * The arguments in `bytes[start, end)`; `null` where a value is unusual: not ASCII, in
   * parentheses (a fault), a string that does not end, or with a blank behind the last one.
   */
  read(bytes: Uint8Array, start: number, end: number): Args | null {
    if (start >= end) return NONE;
    const args: Record<string, string> = {};
    this.#readKey(bytes, start);
    while (this.#equals !== -1) {
      const key = this.#names.hashed(bytes, this.#key, this.#equals, this.#keyHash);
      const quoted = bytes[this.#equals + 1] === QUOTE;
      const from = quoted ? this.#equals + 2 : this.#equals + 1;
      const to = quoted ? this.#endOfString(bytes, from, end) : this.#endOfValue(bytes, from, end);
      if (to === -1) return null;
      args[key] = this.#names.hashed(bytes, from, to, this.#hash);
    }
    return args;
  }

  /** Reads blanks, a key and `=`. */
  #readKey(bytes: Uint8Array, start: number): void {
    let at = start;
    while (bytes[at] === SPACE) at += 1;
    const key = at;
    let hash = 0;
    for (let byte = bytes[at]; byte !== undefined && isWord(byte); byte = bytes[at]) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      at += 1;
    }
    this.#key = key;
    this.#keyHash = hash;
    this.#equals = key > start && at > key && bytes[at] === EQUALS ? at : -1;
  }

  /** Where a string ends, and the key behind it is read; -1 where it is unusual. */
  #endOfString(bytes: Uint8Array, from: number, end: number): number {
    let hash = 0;
    for (let at = from; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.#readKey(bytes, at + 1);
        this.#hash = hash;
        if (this.#equals !== -1 || at + 1 === end) return at;
      }
      if (byte !== SPACE && !isVisible(byte)) return -1;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    return -1;
  }

  /** Where a bare value ends, and the key behind it is read; -1 where it is unusual. */
  #endOfValue(bytes: Uint8Array, from: number, end: number): number {
    if (bytes[from] === OPEN_PAREN) return -1;
    let hash = 0;
    for (let at = from; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === SPACE) {
        this.#readKey(bytes, at);
        this.#hash = hash;
        if (this.#equals !== -1) return at;
      } else if (!isVisible(byte)) return -1;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    this.#equals = -1;
    this.#hash = hash;
    return bytes[end - 1] === SPACE ? -1 : end;
  }
}
