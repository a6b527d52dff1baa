import {
  COLON,
  DOT,
  endOfDigits,
  endOfSpaces,
  isDigit,
  isEnd,
  isVisible,
  numberIn,
  OPEN_PAREN,
  SPACE,
  ZERO,
} from '../ascii.ts';
import type { ChunkView } from './chunk-view.ts';

const FLAGS = 5;
const LONGEST_SECONDS = 9;
const FRACTION = 6;
/** What is compared at once, up to the dot: the other flags, blanks and seconds. */
const SEEN_BYTES = 16;
const NOTHING_SEEN = 0;

/** Reads flags and stamp (`d..1.     1.950970: `) one after the other into itself. */
export class FastStamp {
  /** Integer nanoseconds. */
  at = 0;
  /** The seconds of the last stamp, in nanoseconds. */
  #second = 0;
  /** How far behind the first flag its dot stood, and the bytes up to there as two numbers. */
  #dot = NOTHING_SEEN;
  #first = 0;
  #last = 0;
  readonly #chunk: ChunkView;

  constructor(chunk: ChunkView) {
    this.#chunk = chunk;
  }

  /**
   * Reads what stands from the first flag on, which is known to be one; the index of the body
   * behind it, or -1 where it has another shape. `end` is the end of the line, or of
   * one behind it.
   */
  read(bytes: Uint8Array, flags: number, end: number): number {
    // Many lines share a second.
    if (this.#dot !== NOTHING_SEEN && flags + this.#dot < end) {
      const dot = flags + this.#dot;
      const view = this.#chunk.of(bytes);
      const again =
        view.getFloat64(dot - 7) === this.#last && view.getFloat64(dot - 15) === this.#first;
      if (again) return this.#readFraction(bytes, dot, end);
    }
    const dot = this.#readSecond(bytes, flags, end);
    return dot === -1 ? -1 : this.#readFraction(bytes, dot, end);
  }

  /** Where the dot stands, or -1. */
  #readSecond(bytes: Uint8Array, flags: number, end: number): number {
    this.#dot = NOTHING_SEEN;
    for (let i = flags + 1; i < flags + FLAGS; i += 1) if (!isVisible(bytes[i])) return -1;
    const first = endOfSpaces(bytes, flags + FLAGS);
    const at = endOfDigits(bytes, first);
    if (first === flags + FLAGS || at === first || at > first + LONGEST_SECONDS) return -1;
    if (bytes[at] !== DOT || at >= end) return -1;
    this.#second = numberIn(bytes, first, at) * 1e9;
    if (at - flags < SEEN_BYTES) this.#keep(bytes, at, at - flags);
    return at;
  }

  /** Only ASCII is kept, which is never NaN. */
  #keep(bytes: Uint8Array, dot: number, length: number): void {
    const view = this.#chunk.of(bytes);
    this.#last = view.getFloat64(dot - 7);
    this.#first = view.getFloat64(dot - 15);
    this.#dot = length;
  }

  #readFraction(bytes: Uint8Array, dot: number, end: number): number {
    const last = dot + FRACTION;
    let micros = 0;
    for (let at = dot + 1; at <= last; at += 1) {
      const byte = bytes[at];
      if (byte === undefined || !isDigit(byte)) return -1;
      micros = micros * 10 + byte - ZERO;
    }
    if (bytes[last + 1] !== COLON || bytes[last + 2] !== SPACE) return -1;
    this.at = this.#second + micros * 1e3;
    const body = endOfSpaces(bytes, last + 3);
    return isEnd(bytes, body, end) || bytes[body] === OPEN_PAREN ? -1 : body;
  }
}
