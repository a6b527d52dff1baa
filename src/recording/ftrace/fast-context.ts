import {
  CLOSE_BRACKET,
  COLON,
  DASH,
  DOT,
  isDigit,
  isVisible,
  OPEN_BRACKET,
  OPEN_PAREN,
  SPACE,
  ZERO,
} from '../ascii.ts';
import type { ByteInterner } from '../byte-interner.ts';

/*
 * The left half of most lines, told from its bytes: the shape that `trace` has unless options
 * change it. Anything else is left to the regular expression in context.ts.
 *
 * task (16) pid    cpu   flags     stamp
 *           ip-206 [001] d..1.     1.950970: ops_init <-setup_net
 */
const TASK_COLUMNS = 16;
const LONGEST_PID = 10;
const LONGEST_CPU = 5;
const FLAGS = 5;
const LONGEST_SECONDS = 9;
const FRACTION = 6;
const HIGHEST_ASCII = 0x7f;
/** What the first flag may be (trace_print_lat_fmt): `.`, `d`, `D`, `b`, `X`. */
const FIRST_FLAGS: ReadonlySet<number> = new Set([...'.dDbX'].map((flag) => flag.charCodeAt(0)));

/** Reads contexts one after the other into itself, without an object for each. */
export class FastContext {
  cpu = 0;
  /** Integer nanoseconds. */
  at = 0;
  #taskEnd = 0;

  /**
   * Reads the context of a line; the index of the body behind it, or -1 where it has another
   * shape. Relies on `bytes[end]` being the end of the line.
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    const dash = start + TASK_COLUMNS;
    if (end <= dash || bytes[dash] !== DASH) return -1;
    for (let i = start; i < dash; i += 1) if ((bytes[i] ?? 0) > HIGHEST_ASCII) return -1;
    let at = dash + 1;
    while (isDigit(bytes[at])) at += 1;
    this.#taskEnd = at;
    if (at === dash + 1 || at > dash + 1 + LONGEST_PID || bytes[at] !== SPACE) return -1;
    while (bytes[at] === SPACE) at += 1;
    if (bytes[at] !== OPEN_BRACKET) return -1;
    at = this.#readCpu(bytes, at + 1);
    if (at === -1 || bytes[at] !== CLOSE_BRACKET || bytes[at + 1] !== SPACE) return -1;
    at += 2;
    if (!FIRST_FLAGS.has(bytes[at] ?? 0)) return -1;
    for (let i = at + 1; i < at + FLAGS; i += 1) if (!isVisible(bytes[i])) return -1;
    at += FLAGS;
    if (bytes[at] !== SPACE) return -1;
    return this.#readStamp(bytes, at, end);
  }

  /** `comm-pid` of the line just read, which begins at `start`; `null` for odd padding. */
  task(bytes: Uint8Array, start: number, names: ByteInterner): string | null {
    let from = start;
    while (bytes[from] === SPACE) from += 1;
    return isVisible(bytes[from]) ? names.of(bytes, from, this.#taskEnd) : null;
  }

  #readCpu(bytes: Uint8Array, from: number): number {
    let cpu = 0;
    let at = from;
    while (isDigit(bytes[at])) {
      cpu = cpu * 10 + (bytes[at] ?? 0) - ZERO;
      at += 1;
    }
    this.cpu = cpu;
    return at === from || at > from + LONGEST_CPU ? -1 : at;
  }

  #readStamp(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    while (bytes[at] === SPACE) at += 1;
    const first = at;
    let seconds = 0;
    while (isDigit(bytes[at])) {
      seconds = seconds * 10 + (bytes[at] ?? 0) - ZERO;
      at += 1;
    }
    if (at === first || at > first + LONGEST_SECONDS || bytes[at] !== DOT) return -1;
    const dot = at;
    let micros = 0;
    at += 1;
    while (isDigit(bytes[at])) {
      micros = micros * 10 + (bytes[at] ?? 0) - ZERO;
      at += 1;
    }
    if (at !== dot + 1 + FRACTION || bytes[at] !== COLON || bytes[at + 1] !== SPACE) return -1;
    this.at = seconds * 1e9 + micros * 1e3;
    at += 2;
    while (bytes[at] === SPACE) at += 1;
    return at < end && bytes[at] !== OPEN_PAREN ? at : -1;
  }
}
