import {
  COLON,
  DOT,
  endOfDigits,
  endOfSpaces,
  endOfVisible,
  isEnd,
  numberIn,
  OPEN_PAREN,
  SPACE,
} from '../ascii.ts';
import type { ChunkView } from './chunk-view.ts';

/** What the first flag may be (trace_print_lat_fmt): `.`, `d`, `D`, `b`, `X`. */
const FIRST_FLAGS: ReadonlySet<number> = new Set([...'.dDbX'].map((flag) => flag.charCodeAt(0)));
/** Kernels differ, and those of PREEMPT_RT have two more. */
const FEWEST_FLAGS = 4;
const MOST_FLAGS = 8;
const LONGEST_SECONDS = 9;
/** Digits behind the point: those of `trace`, and of trace-cmd report -t. */
const MICROSECONDS = 6;
const NANOSECONDS = 9;
/** What is compared at once, up to the dot: the other flags, blanks and seconds. */
const SEEN_BYTES = 16;
const NOTHING_SEEN = 0;

/** Reads flags, where there are any, and stamps (`d..1.     1.950970: `) into itself. */
export class FastStamp {
  /** Integer nanoseconds. */
  at = 0;
  /** The seconds of the last stamp, in nanoseconds. */
  #second = 0;
  /** How far behind the start its dot stood, and the bytes up to there as two numbers. */
  #dot = NOTHING_SEEN;
  #first = 0;
  #last = 0;
  readonly #chunk: ChunkView;

  constructor(chunk: ChunkView) {
    this.#chunk = chunk;
  }

  /**
   * Reads what stands from `start` on, which is some columns behind the start of the line; the
   * index of the body behind it, or -1 where it has another shape. `end` is the end of the line, or
   * of one behind it.
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    // Many lines share a second.
    if (this.#dot !== NOTHING_SEEN && start + this.#dot < end) {
      const dot = start + this.#dot;
      const view = this.#chunk.of(bytes);
      const again =
        view.getFloat64(dot - 7) === this.#last && view.getFloat64(dot - 15) === this.#first;
      if (again) return this.#readFraction(bytes, dot, end);
    }
    const dot = this.#readSecond(bytes, start, end);
    return dot === -1 ? -1 : this.#readFraction(bytes, dot, end);
  }

  /** Where the dot stands, or -1. */
  #readSecond(bytes: Uint8Array, start: number, end: number): number {
    this.#dot = NOTHING_SEEN;
    const flags = FIRST_FLAGS.has(bytes[start] ?? 0) ? endOfFlags(bytes, start) : start;
    if (flags === -1) return -1;
    const first = endOfSpaces(bytes, flags);
    const at = endOfDigits(bytes, first);
    if (at === first || at > first + LONGEST_SECONDS) return -1;
    if (bytes[at] !== DOT || at >= end) return -1;
    this.#second = numberIn(bytes, first, at) * 1e9;
    if (at - start < SEEN_BYTES) this.#keep(bytes, at, at - start);
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
    const behind = endOfDigits(bytes, dot + 1);
    const digits = behind - dot - 1;
    if (digits !== MICROSECONDS && digits !== NANOSECONDS) return -1;
    if (bytes[behind] !== COLON || bytes[behind + 1] !== SPACE) return -1;
    const unit = digits === MICROSECONDS ? 1e3 : 1;
    this.at = this.#second + numberIn(bytes, dot + 1, behind) * unit;
    const body = endOfSpaces(bytes, behind + 2);
    return isEnd(bytes, body, end) || bytes[body] === OPEN_PAREN ? -1 : body;
  }
}

/** The index behind flags, of which the first is known to be one; -1 where a blank is missing. */
function endOfFlags(bytes: Uint8Array, start: number): number {
  const at = endOfVisible(bytes, start);
  const count = at - start;
  return count >= FEWEST_FLAGS && count <= MOST_FLAGS && bytes[at] === SPACE ? at : -1;
}
