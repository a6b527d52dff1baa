import { DOT, isAllHex, isDigit, isWord } from './ascii.ts';
import { type ByteInterner, hashOf } from './byte-interner.ts';
import { bytesOf, textOf } from './text.ts';

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
      const bytes = bytesOf(name);
      this.#places[placeOf(hashOf(bytes, 0, bytes.length))] = 1;
    }
  }

  /**
   * Reads a name, without what compilers append (`.constprop.0`), as plainName does. Returns the
   * index behind it all, or -1 where something else stands there, or what may be an address.
   */
  read(bytes: Uint8Array, start: number): number {
    if (isDigit(bytes[start])) return -1;
    let hash = 0;
    let at = start;
    let byte = bytes[at];
    while (byte !== undefined && isWord(byte)) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      at += 1;
      byte = bytes[at];
    }
    if (at === start || (at - start === ADDRESS_DIGITS && isAllHex(bytes, start, at))) return -1;
    this.#start = start;
    this.#end = at;
    this.#hash = hash;
    this.mayBeWanted = this.#places[placeOf(hash)] === 1;
    this.isSuffixed = byte === DOT;
    while (byte === DOT || isWord(byte)) {
      at += 1;
      byte = bytes[at];
    }
    return at;
  }

  /** The name just read. */
  text(bytes: Uint8Array, names: ByteInterner): string {
    return names.hashed(bytes, this.#start, this.#end, this.#hash);
  }

  /** The same as a string of its own, for names that are read now and then. */
  ownText(bytes: Uint8Array): string {
    return textOf(bytes, this.#start, this.#end);
  }
}

function placeOf(hash: number): number {
  return (hash ^ (hash >>> 14)) & MASK;
}
