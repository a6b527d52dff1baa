import {
  ASTERISK,
  CLOSE_BRACE,
  CLOSE_PAREN,
  DOT,
  endOfDigits,
  endOfSpaces,
  isDigit,
  isEnd,
  LETTER_S,
  LETTER_U,
  numberIn,
  OPEN_BRACE,
  OPEN_PAREN,
  PIPE,
  SEMICOLON,
  SLASH,
  SPACE,
  ZERO,
} from '../ascii.ts';
import { FastName } from '../fast-name.ts';
import type { Args } from '../observation.ts';
import { textOf } from '../text.ts';
import type { GraphBody } from './graph-body.ts';

/*
 * A line of function_graph with its default columns, told from its bytes; see graph-line.ts.
 *
 * CPU   duration        call
 *  1)                |    account_system_time() {
 *  1)   1.462 us     |      cpuacct_account_field();
 *  1) + 11.537 us    |    }
 * trace-cmd report, behind `funcgraph_exit:`
 *    + 11.537 us |    }
 */
const MOST_PADDING = 4;
const LONGEST_CPU = 5;
const LEAST_BLANKS = 8;
const MOST_BLANKS = 24;
const LONGEST_NUMBER = 16;
const LONGEST_FRACTION = 3;
const MOST_BEHIND = 12;
/** The marks of long calls: `$`, `@`, `*`, `#`, `!`, `+`. */
const MARKS: ReadonlySet<number> = new Set([...'$@*#!+'].map((mark) => mark.charCodeAt(0)));

/** What a line says. */
export type GraphStep = 'enter' | 'leaf' | 'exit' | 'comment';

const NO_ARGS: Args = {};
const BARE_EXIT: GraphBody = { kind: 'exit', fn: null, ret: null };
/** What stands before a comment, and behind it: a slash, an asterisk, a blank. */
const COMMENT_MARK = 3;

/** More digits of microseconds cannot be told exactly by adding them up. */
const MOST_DIGITS = 9;

/** Reads lines one after the other into itself, without an object for each. */
export class FastGraphLine {
  cpu = 0;
  /** Columns the call is indented. */
  indent = 0;
  /** Whether the function that is entered may be wanted; if not, it certainly is not. */
  mayBeWanted = false;
  /** Where the line ended that was read last, unless it was a comment. */
  readTo = 0;
  readonly #name: FastName;
  /** Where the columns begin that tell how long a call took, and what stands behind them. */
  #column = 0;
  #rest = 0;

  constructor(wanted: ReadonlySet<string> | null) {
    this.#name = new FastName(wanted);
  }

  /** Reads a line; `null` where it has other columns, or tells more, and has to be read as text. */
  read(bytes: Uint8Array, start: number, end: number): GraphStep | null {
    const column = this.#readCpu(bytes, start);
    const call = column === -1 ? -1 : endOfDuration(bytes, column);
    this.#column = column;
    return call === -1 ? null : this.#readCall(bytes, call, end);
  }

  /**
   * The same for what trace-cmd report prints behind the name of the event, with other blanks. `end`
   * is the end of the line, or of one behind it.
   */
  readReported(bytes: Uint8Array, start: number, end: number): GraphStep | null {
    const call = endOfReported(bytes, start);
    return call === -1 ? null : this.#readCall(bytes, call, end);
  }

  #readCall(bytes: Uint8Array, call: number, end: number): GraphStep | null {
    let at = endOfSpaces(bytes, call);
    this.indent = at - call;
    this.#rest = at;
    if (bytes[at] === SLASH) return isComment(bytes, at, end) ? 'comment' : null;
    if (bytes[at] === CLOSE_BRACE) return this.#ended('exit', bytes, at + 1, end);
    at = this.#name.read(bytes, at);
    if (at === -1) return null;
    this.mayBeWanted = this.#name.mayBeWanted;
    if (bytes[at] !== OPEN_PAREN || bytes[at + 1] !== CLOSE_PAREN) return null;
    if (bytes[at + 2] === SEMICOLON) return this.#ended('leaf', bytes, at + 3, end);
    if (bytes[at + 2] !== SPACE || bytes[at + 3] !== OPEN_BRACE) return null;
    return this.#ended('enter', bytes, at + 4, end);
  }

  /** The step, where the line is over at `at`. */
  #ended(step: GraphStep, bytes: Uint8Array, at: number, end: number): GraphStep | null {
    this.readTo = at;
    return isEnd(bytes, at, end) ? step : null;
  }

  /** What the line just read says. */
  body(step: GraphStep, bytes: Uint8Array, end: number): GraphBody {
    switch (step) {
      case 'exit':
        return BARE_EXIT;
      case 'comment':
        return { kind: step, text: textOf(bytes, this.#rest + COMMENT_MARK, end - COMMENT_MARK) };
      case 'enter':
      case 'leaf':
        return {
          kind: step,
          fn: this.#name.ownText(bytes),
          caller: null,
          args: NO_ARGS,
          ret: null,
        };
      default:
        return step satisfies never;
    }
  }

  /** Nanoseconds, `null` where the line tells none; `undefined` where they have too many digits. */
  duration(bytes: Uint8Array): number | null | undefined {
    let at = this.#column;
    while (!isDigit(bytes[at])) {
      if (bytes[at] === PIPE) return null;
      at += 1;
    }
    const end = endOfDigits(bytes, at);
    if (end - at > MOST_DIGITS) return undefined;
    let duration = numberIn(bytes, at, end) * 1000;
    if (bytes[end] !== DOT) return duration;
    let unit = 100;
    for (at = end + 1; isDigit(bytes[at]); at += 1) {
      duration += unit * ((bytes[at] ?? 0) - ZERO);
      unit /= 10;
    }
    return duration;
  }

  /** `  1) `: the index behind it, or -1. */
  #readCpu(bytes: Uint8Array, start: number): number {
    let at = endOfSpaces(bytes, start);
    if (at > start + MOST_PADDING) return -1;
    const first = at;
    at = endOfDigits(bytes, first);
    if (at === first || at > first + LONGEST_CPU) return -1;
    this.cpu = numberIn(bytes, first, at);
    return bytes[at] === CLOSE_PAREN && bytes[at + 1] === SPACE ? at + 2 : -1;
  }
}

/** The index behind `+ 11.537 us   |  ` or blanks and `|  `; -1 where neither stands there. */
function endOfDuration(bytes: Uint8Array, start: number): number {
  const blank = endOfSpaces(bytes, start);
  const blanks = blank - start;
  if (bytes[blank] === PIPE) {
    return blanks >= LEAST_BLANKS && blanks <= MOST_BLANKS ? endOfPipe(bytes, blank) : -1;
  }
  if (blanks > 0) return blanks >= 2 && blanks <= 4 ? endOfNumber(bytes, blank) : -1;
  if (!MARKS.has(bytes[start] ?? 0)) return -1;
  const number = endOfSpaces(bytes, start + 1);
  return number > start + 1 && number <= start + 4 ? endOfNumber(bytes, number) : -1;
}

/** Behind `   + 11.537 us |  ` or blanks and `|  `; -1 where neither stands there. */
function endOfReported(bytes: Uint8Array, start: number): number {
  const first = endOfSpaces(bytes, start);
  if (first > start + MOST_BLANKS) return -1;
  if (bytes[first] === PIPE) return endOfPipe(bytes, first);
  if (!MARKS.has(bytes[first] ?? 0)) return endOfNumber(bytes, first);
  const number = endOfSpaces(bytes, first + 1);
  return number > first + 1 && number <= first + 4 ? endOfNumber(bytes, number) : -1;
}

/** Whether all from `start` on is one comment. */
function isComment(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2 * COMMENT_MARK) return false;
  if (bytes[start + 1] !== ASTERISK || bytes[start + 2] !== SPACE) return false;
  return bytes[end - 3] === SPACE && bytes[end - 2] === ASTERISK && bytes[end - 1] === SLASH;
}

/** Behind `11.537 us   |  `. */
function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = endOfDigits(bytes, start);
  if (at === start || at > start + LONGEST_NUMBER) return -1;
  if (bytes[at] === DOT) {
    const dot = at;
    at = endOfDigits(bytes, dot + 1);
    if (at === dot + 1 || at > dot + 1 + LONGEST_FRACTION) return -1;
  }
  if (bytes[at] !== SPACE || bytes[at + 1] !== LETTER_U || bytes[at + 2] !== LETTER_S) return -1;
  const pipe = endOfSpaces(bytes, at + 3);
  return bytes[pipe] === PIPE && pipe <= at + 3 + MOST_BEHIND ? endOfPipe(bytes, pipe) : -1;
}

function endOfPipe(bytes: Uint8Array, pipe: number): number {
  return bytes[pipe + 1] === SPACE && bytes[pipe + 2] === SPACE ? pipe + 3 : -1;
}
