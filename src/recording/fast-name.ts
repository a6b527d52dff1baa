import { DOT, isDigit, isHex, isWord } from './ascii.ts';
import type { ByteInterner } from './byte-interner.ts';

/** Large enough that few names which nobody wants share a place with one that is wanted. */
const PLACES = 16_384;
const MASK = PLACES - 1;
const ADDRESS_DIGITS = 16;

/**
 * Reads names of functions one after the other into itself. Whether a name may be one of those
 * that are wanted is decided by its hash alone: no string is made of the many that are not.
 */
export class FastName {
  /** Whether the name just read may be wanted; if not, it certainly is not. */
  mayBeWanted = false;
  /** Whether a compiler appended something to it. */
  isSuffixed = false;
  readonly #places: Uint8Array;
  #start = 0;
  #end = 0;
  #hash = 0;

  /** `wanted`: ASCII names; `null` for all. */
  constructor(wanted: ReadonlySet<string> | null) {
    this.#places = new Uint8Array(PLACES).fill(wanted === null ? 1 : 0);
    for (const name of wanted ?? []) {
      const bytes = new TextEncoder().encode(name);
      this.#places[hashOf(bytes, 0, bytes.length) & MASK] = 1;
    }
  }

  /**
   * Reads a name, without what compilers append (`.constprop.0`), as plainName does. Returns the
   * index behind it all, or -1 where something else stands there, or what may be an address.
   */
  read(bytes: Uint8Array, start: number): number {
    if (isDigit(bytes[start])) return -1;
    let at = start;
    while (isWord(bytes[at])) at += 1;
    if (at === start || (at - start === ADDRESS_DIGITS && isHex(bytes[start]))) return -1;
    this.#start = start;
    this.#end = at;
    this.#hash = hashOf(bytes, start, at);
    this.mayBeWanted = this.#places[this.#hash & MASK] === 1;
    this.isSuffixed = bytes[at] === DOT;
    while (bytes[at] === DOT || isWord(bytes[at])) at += 1;
    return at;
  }

  /** The name just read. */
  text(bytes: Uint8Array, names: ByteInterner): string {
    return names.hashed(bytes, this.#start, this.#end, this.#hash);
  }
}

/** Of the length and some of the bytes: a multiplication for each would take half of the reading. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  let hash = length;
  hash = Math.imul(hash, 31) + (bytes[start] ?? 0);
  hash = Math.imul(hash, 31) + (bytes[start + (length >> 2)] ?? 0);
  hash = Math.imul(hash, 31) + (bytes[start + (length >> 1)] ?? 0);
  hash = Math.imul(hash, 31) + (bytes[end - (length >> 2) - 1] ?? 0);
  hash = Math.imul(hash, 31) + (bytes[end - 1] ?? 0);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 12;
}
