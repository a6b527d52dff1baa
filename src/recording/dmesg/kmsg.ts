import {
  COMMA,
  DASH,
  EQUALS,
  endOfDigits,
  MOST_DIGITS,
  numberIn,
  SEMICOLON,
  SPACE,
  UNDERSCORE,
  ZERO,
} from '../ascii.ts';
import type { DecoderOptions, LineDecoder, LineFate } from '../decoder.ts';
import type { Observation } from '../observation.ts';
import { bytesOf, textOf } from '../text.ts';
import { FastRecords } from './fast-record.ts';
import { KernelLog } from './kernel-log.ts';
import { priorityOf } from './level.ts';

/*
 * Documentation/ABI/testing/dev-kmsg; `c` and `+` mark a fragment that continues
 * the record before it (printk.c: pr_cont whose record was already closed).
 *
 * prio  seq   usec   flag  caller?     message
 * 6,   3076,31723004,-,    caller=T1;  eth0: renamed from veth1
 *  DEVICE=n3                           (a property, one a line, behind its record)
 */
const RECORD =
  /^(\d{1,4}),(\d{1,15}),(\d{1,15}),([-c+])(?:,(?:caller=([TC])(\d{1,10}))?[^;]*)?;(.*)$/s;
const PROPERTY = /^ [A-Z_]+=/;
const ESCAPE = /\\x([\da-f]{2})/g;

const CAPITAL_A = 65;
const CAPITAL_Z = 90;
/** The kernel's own records have the priorities 0 to 7, one digit. */
const LAST_PRIORITY = 55;

/** Whether a line is the first of a record of /dev/kmsg. */
export function isKmsgRecord(text: string): boolean {
  return RECORD.test(text);
}

/** Decodes the records of /dev/kmsg; a step in their sequence numbers is a loss. */
export class KmsgDecoder implements LineDecoder {
  readonly #log: KernelLog;
  readonly #fast: FastRecords | null;
  #nextSequence: number | null = null;

  constructor(options: DecoderOptions = {}) {
    this.#log = new KernelLog(options);
    const { wantedMessages } = options;
    this.#fast = wantedMessages === undefined ? null : new FastRecords(wantedMessages);
  }

  line(text: string, line: number, out: Observation[]): LineFate {
    const match = RECORD.exec(text);
    if (match === null)
      return PROPERTY.test(text) ? 'property' : text === '' ? 'blank' : 'unknown form';
    const [, prio, seq, usec, flag, callerKind, caller, raw = ''] = match;
    const { level, kernel } = priorityOf(Number(prio));
    const message = unescaped(raw);
    const context = {
      at: Number(usec) * 1e3,
      cpu: callerKind === 'C' ? Number(caller) : null,
      task: callerKind === 'T' ? `<...>-${caller}` : null,
      line,
    };
    const lost = this.#step(Number(seq));
    const continued = flag !== '-' && lost === 0 ? this.#log.extend(message, '') : null;
    if (continued !== null) return continued;
    this.#log.flush(out);
    if (lost > 0) out.push({ ...context, kind: 'lost', count: lost });
    return kernel ? this.#log.take({ ...context, level, message }, out) : 'user space';
  }

  fastLine(
    bytes: Uint8Array,
    start: number,
    end: number,
    _number: number,
    out: Observation[],
  ): LineFate | null {
    if (bytes[start] === SPACE) return isProperty(bytes, start) ? 'property' : null;
    if (this.#fast === null || this.#nextSequence === null || !this.#log.isCalm) return null;
    const message = endOfPrefix(bytes, start, end, this.#nextSequence);
    if (message === -1 || !this.#fast.isIdle(bytes, message, end)) return null;
    this.#nextSequence += 1;
    return this.#log.pass(out);
  }

  end(out: Observation[]): void {
    this.#log.end(out);
  }

  /** How many records are missing in front of this one; a step back is another log. */
  #step(sequence: number): number {
    const expected = this.#nextSequence ?? sequence;
    this.#nextSequence = sequence + 1;
    return Math.max(0, sequence - expected);
  }
}

/** Where the message of a whole record of the kernel with this number begins; -1 for any other line. */
function endOfPrefix(bytes: Uint8Array, start: number, end: number, expected: number): number {
  const priority = bytes[start] ?? 0;
  if (priority < ZERO || priority > LAST_PRIORITY || bytes[start + 1] !== COMMA) return -1;
  const from = start + 2;
  const comma = endOfDigits(bytes, from);
  if (comma === from || comma > from + MOST_DIGITS || bytes[comma] !== COMMA) return -1;
  if (numberIn(bytes, from, comma) !== expected) return -1;
  const stamp = comma + 1;
  const flag = endOfDigits(bytes, stamp) + 1;
  if (flag === stamp + 1 || flag > stamp + MOST_DIGITS + 1 || bytes[flag - 1] !== COMMA) return -1;
  if (bytes[flag] !== DASH) return -1;
  let at = flag + 1;
  if (bytes[at] === COMMA) while (at < end && bytes[at] !== SEMICOLON) at += 1;
  return at < end && bytes[at] === SEMICOLON ? at + 1 : -1;
}

/** As {@link PROPERTY}. */
function isProperty(bytes: Uint8Array, start: number): boolean {
  let at = start + 1;
  while (isCapital(bytes[at]) || bytes[at] === UNDERSCORE) at += 1;
  return at > start + 1 && bytes[at] === EQUALS;
}

function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= CAPITAL_A && byte <= CAPITAL_Z;
}

/** kernel/printk/printk.c: msg_add_ext_text writes `\xNN` for what is not printable ASCII. */
function unescaped(text: string): string {
  if (!text.includes('\\x')) return text;
  const bytes: number[] = [];
  let from = 0;
  for (const match of text.matchAll(ESCAPE)) {
    bytes.push(...bytesOf(text.slice(from, match.index)), Number.parseInt(match[1] ?? '', 16));
    from = match.index + match[0].length;
  }
  bytes.push(...bytesOf(text.slice(from)));
  return textOf(Uint8Array.from(bytes), 0, bytes.length);
}
