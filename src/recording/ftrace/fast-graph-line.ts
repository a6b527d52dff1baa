import {
  CLOSE_BRACE,
  CLOSE_PAREN,
  DOT,
  endOfDigits,
  endOfSpaces,
  isDigit,
  LETTER_S,
  LETTER_U,
  OPEN_BRACE,
  OPEN_PAREN,
  PIPE,
  SEMICOLON,
  SPACE,
  ZERO,
} from '../ascii.ts';
import { FastName } from '../fast-name.ts';

/*
 * A line of function_graph with its default columns, told from its bytes; see graph-line.ts.
 *
 * CPU   duration        call
 *  1)                |    account_system_time() {
 *  1)   1.462 us     |      cpuacct_account_field();
 *  1) + 11.537 us    |    }
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

/** What a line says; `null`: it has to be read as text. */
export type GraphStep = 'enter' | 'leaf' | 'exit' | null;

/** Reads lines one after the other into itself, without an object for each. */
export class FastGraphLine {
  cpu = 0;
  /** Columns the call is indented. */
  indent = 0;
  readonly #name: FastName;

  constructor(wanted: ReadonlySet<string> | null) {
    this.#name = new FastName(wanted);
  }

  /** Reads a line, unless it has other columns or names a function that may be wanted. */
  read(bytes: Uint8Array, start: number, end: number): GraphStep {
    const column = this.#readCpu(bytes, start);
    const call = column === -1 ? -1 : endOfDuration(bytes, column);
    if (call === -1) return null;
    let at = endOfSpaces(bytes, call);
    this.indent = at - call;
    if (bytes[at] === CLOSE_BRACE) return at + 1 === end ? 'exit' : null;
    at = this.#name.read(bytes, at);
    if (at === -1 || this.#name.mayBeWanted) return null;
    if (bytes[at] !== OPEN_PAREN || bytes[at + 1] !== CLOSE_PAREN) return null;
    if (bytes[at + 2] === SEMICOLON) return at + 3 === end ? 'leaf' : null;
    return bytes[at + 2] === SPACE && bytes[at + 3] === OPEN_BRACE && at + 4 === end
      ? 'enter'
      : null;
  }

  /** `  1) `: the index behind it, or -1. */
  #readCpu(bytes: Uint8Array, start: number): number {
    let at = endOfSpaces(bytes, start);
    if (at > start + MOST_PADDING) return -1;
    const first = at;
    let cpu = 0;
    while (isDigit(bytes[at])) {
      cpu = cpu * 10 + (bytes[at] ?? 0) - ZERO;
      at += 1;
    }
    this.cpu = cpu;
    if (at === first || at > first + LONGEST_CPU) return -1;
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
