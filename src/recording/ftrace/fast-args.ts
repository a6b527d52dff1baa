import type { ByteInterner } from '../byte-interner.ts';
import type { Args } from '../observation.ts';
import { EQUALS, isVisible, isWord, OPEN_PAREN, QUOTE, SPACE } from './ascii.ts';

const NONE: Args = {};

/**
 * Reads ` key=value key="string"` as parseArgs does, from bytes; `null` where a value is unusual:
 * not ASCII, in parentheses (a fault), or with a blank at its end.
 */
export function fastArgs(
  bytes: Uint8Array,
  start: number,
  end: number,
  names: ByteInterner,
): Args | null {
  if (start >= end) return NONE;
  const args: Record<string, string> = {};
  let at = start;
  while (at < end) {
    const equals = endOfKey(bytes, at);
    if (equals === -1) break;
    const key = names.of(bytes, skipSpaces(bytes, at), equals);
    const quoted = bytes[equals + 1] === QUOTE;
    const from = quoted ? equals + 2 : equals + 1;
    const to = quoted ? endOfString(bytes, from, end) : endOfValue(bytes, from, end);
    if (to === -1) return null;
    args[key] = names.of(bytes, from, to);
    at = quoted ? to + 1 : to;
  }
  return args;
}

/** Where `=` stands behind blanks and a key; -1 where these do not come next. */
function endOfKey(bytes: Uint8Array, at: number): number {
  const first = skipSpaces(bytes, at);
  let end = first;
  while (isWord(bytes[end])) end += 1;
  return first > at && end > first && bytes[end] === EQUALS ? end : -1;
}

function endOfString(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE && (at + 1 === end || endOfKey(bytes, at + 1) !== -1)) return at;
    if (byte !== SPACE && !isVisible(byte)) return -1;
  }
  return -1;
}

function endOfValue(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[from] === OPEN_PAREN) return -1;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === SPACE && endOfKey(bytes, at) !== -1) return at;
    if (byte !== SPACE && !isVisible(byte)) return -1;
  }
  return bytes[end - 1] === SPACE ? -1 : end;
}

function skipSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at += 1;
  return at;
}
