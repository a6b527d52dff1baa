import {
  BACKSLASH,
  CARRIAGE_RETURN,
  CLOSE_BRACKET,
  COLON,
  DOT,
  endOfDigits,
  endOfSpaces,
  endOfWord,
  isDigit,
  LESS,
  LETTER_X,
  OPEN_BRACKET,
  OPEN_PAREN,
  SPACE,
  UNDERSCORE,
  ZERO,
} from '../ascii.ts';
import { FastName } from '../fast-name.ts';
import { TELLING_EVENTS } from '../ftrace/event.ts';
import type { SkimKernel } from '../skim/kernel.ts';
import { MessageFilter, type MessagePatterns } from './message-filter.ts';

/*
 * raw   stamp          message
 * <6>  [    1.331098]  virtio_net virtio0 ens3: renamed from eth0
 */
const MORE = 62;
/** Facility 0, the kernel's, has the priorities 0 to 7. */
const LAST_PRIORITY = 55;
const LONGEST_SECONDS = 9;
const FRACTION = 6;
const ESCAPE = 27;

/** Behind a caller as dmesg prints it, `[   T1] `, a message only begins. */
const CALLERS: readonly string[] = [
  ...['[  ', '[ T', '[ C'],
  ...Array.from('0123456789', (digit) => [`[T${digit}`, `[C${digit}`]).flat(),
];
/** What KernelLog reads in another way than as a message: notices of loss, dumps. */
const SPECIAL: readonly string[] = ['** ', 'Dumping ftrace buffer:', ...CALLERS];

/**
 * Tells the lines of dmesg and of a console that hold one message of no interest from their bytes,
 * without a string: most of a kernel's log. All others are left to the regular expressions.
 */
export class FastRecords {
  readonly #filter: MessageFilter;
  readonly #patterns: MessagePatterns;
  readonly #event = new FastName(TELLING_EVENTS);
  /** For every byte: 1 if a message that holds it has to be looked at there. */
  readonly #odd: Uint8Array;

  constructor({ starts, contains }: MessagePatterns) {
    this.#patterns = { starts: [...starts, ...SPECIAL], contains };
    this.#filter = new MessageFilter(this.#patterns);
    this.#odd = this.#filter.pivots.slice();
    for (const byte of [ESCAPE, CARRIAGE_RETURN, OPEN_BRACKET, BACKSLASH]) this.#odd[byte] = 1;
  }

  /** How many columns stand before a message of no interest; -1 for any other line. */
  indentOf(bytes: Uint8Array, start: number, end: number): number {
    const message = endOfPrefix(bytes, start);
    if (message === -1 || message > end) return -1;
    return this.isIdle(bytes, message, end) ? message - start : -1;
  }

  /** Whether `bytes[message, end)` is certainly a message of no interest. */
  isIdle(bytes: Uint8Array, message: number, end: number): boolean {
    if (this.#filter.beginsAt(bytes, message) || this.#mayBeEvent(bytes, message)) return false;
    const odd = this.#odd;
    for (let at = message; at < end; at += 1) {
      if (odd[bytes[at] ?? 0] === 1 && this.#needsText(bytes, at)) return false;
    }
    return true;
  }

  /** Tells a kernel what to stop at; `false` where it cannot. */
  teach(kernel: SkimKernel): boolean {
    kernel.list(TELLING_EVENTS, 'telling');
    return kernel.stopAt(this.#patterns.starts, this.#patterns.contains);
  }

  #needsText(bytes: Uint8Array, at: number): boolean {
    const byte = bytes[at];
    if (byte === ESCAPE || byte === CARRIAGE_RETURN) return true;
    // /dev/kmsg writes `\xNN` for what is not printable.
    if (byte === BACKSLASH) return bytes[at + 1] === LETTER_X;
    if (byte === OPEN_BRACKET && mayBeStamp(bytes, at)) return true;
    return this.#filter.isPart(bytes, at);
  }

  /** Whether a trace event that tells something may have been printed here (`tp_printk`). */
  #mayBeEvent(bytes: Uint8Array, message: number): boolean {
    const colon = endOfWord(bytes, message);
    if (bytes[colon] !== COLON || bytes[colon + 1] !== SPACE) return false;
    const next = bytes[colon + 2];
    if (next === OPEN_PAREN || next === UNDERSCORE) return true;
    return this.#event.read(bytes, message) === colon && this.#event.mayBeWanted;
  }
}

function endOfPrefix(bytes: Uint8Array, start: number): number {
  let at = start;
  if (bytes[at] === LESS) {
    const priority = bytes[at + 1] ?? 0;
    if (priority < ZERO || priority > LAST_PRIORITY || bytes[at + 2] !== MORE) return -1;
    at += 3;
  }
  if (bytes[at] !== OPEN_BRACKET) return -1;
  at = endOfSpaces(bytes, at + 1);
  const dot = endOfDigits(bytes, at);
  if (dot === at || dot > at + LONGEST_SECONDS || bytes[dot] !== DOT) return -1;
  const close = endOfDigits(bytes, dot + 1);
  if (close !== dot + 1 + FRACTION || bytes[close] !== CLOSE_BRACKET) return -1;
  return bytes[close + 1] === SPACE ? close + 2 : -1;
}

/** A console that two CPUs share may hold a second record in one line. */
function mayBeStamp(bytes: Uint8Array, bracket: number): boolean {
  let at = bracket + 1;
  while (bytes[at] === SPACE || isDigit(bytes[at])) at += 1;
  return bytes[at] === DOT;
}
