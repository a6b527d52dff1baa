import {
  CLOSE_BRACE,
  COLON,
  COMMA,
  endOfDigits,
  isAt,
  isPlain,
  MOST_DIGITS,
  numberIn,
  OPEN_BRACE,
  QUOTE,
} from '../ascii.ts';
import { bytesOf } from '../text.ts';

const LONGEST_KEY = 32;

/** A field of an entry that we ask for, and where its value stands in the entry read last. */
class EntryField {
  readonly key: Uint8Array;
  start = 0;
  /** -1 where the entry has no such field. */
  end = -1;

  constructor(key: string) {
    this.key = bytesOf(key);
  }
}

/**
 * Reads entries of the journal (`{"PRIORITY":"6","_TRANSPORT":"kernel","MESSAGE":"…"}`) one after
 * the other into itself, without an object for each: those whose values are strings without
 * escapes, and nothing between them. All others are left to JSON.parse.
 */
export class FastEntry {
  readonly message = new EntryField('MESSAGE');
  readonly transport = new EntryField('_TRANSPORT');
  readonly identifier = new EntryField('SYSLOG_IDENTIFIER');
  readonly facility = new EntryField('SYSLOG_FACILITY');
  readonly priority = new EntryField('PRIORITY');
  readonly stamp = new EntryField('_SOURCE_MONOTONIC_TIMESTAMP');
  /** By the length of their keys, which all differ. */
  readonly #fields: (EntryField | null)[] = new Array(LONGEST_KEY).fill(null);

  constructor() {
    const { message, transport, identifier, facility, priority, stamp } = this;
    for (const field of [message, transport, identifier, facility, priority, stamp])
      this.#fields[field.key.length] = field;
  }

  /** Whether `bytes[start, end)` is an entry of that shape; then the fields say what stands in it. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    for (const field of this.#fields) if (field !== null) field.end = -1;
    if (bytes[start] !== OPEN_BRACE || bytes[end - 1] !== CLOSE_BRACE) return false;
    let at = start;
    do {
      if (bytes[at + 1] !== QUOTE) return false;
      const key = at + 2;
      const colon = endOfString(bytes, key) + 1;
      if (bytes[colon] !== COLON || bytes[colon + 1] !== QUOTE) return false;
      const value = colon + 2;
      at = endOfString(bytes, value) + 1;
      this.#note(bytes, key, colon - 1, value, at - 1);
    } while (bytes[at] === COMMA);
    return at === end - 1;
  }

  /** As JSON.parse does, the last of several fields of one name counts. */
  #note(bytes: Uint8Array, key: number, keyEnd: number, value: number, valueEnd: number): void {
    const field = this.#fields[keyEnd - key] ?? null;
    if (field === null || !isAt(bytes, key, field.key)) return;
    field.start = value;
    field.end = valueEnd;
  }
}

/** Whether a field says just that. */
export function isValue(field: EntryField, bytes: Uint8Array, value: Uint8Array): boolean {
  return field.end - field.start === value.length && isAt(bytes, field.start, value);
}

/** The number in a field; `null` where there is none. */
export function numberOf({ start, end }: EntryField, bytes: Uint8Array): number | null {
  if (end <= start || end - start > MOST_DIGITS) return null;
  return endOfDigits(bytes, start) === end ? numberIn(bytes, start, end) : null;
}

/** Where the text of a string ends: at its quote, or before anything unusual. */
function endOfString(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isPlain(bytes[at])) at += 1;
  return bytes[at] === QUOTE ? at : -2;
}
