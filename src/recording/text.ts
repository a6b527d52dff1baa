const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
const REPLACEMENT = '\uFFFD';

/**
 * The text of `bytes[start, end)`. UTF-8 is read as such; a byte that is none becomes the lone
 * surrogate U+DC00 + byte, so that two hostile names never fall together, and JSON carries them.
 */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  const text = UTF8.decode(bytes.subarray(start, end));
  return text.includes(REPLACEMENT) ? salvage(bytes, start, end) : text;
}

/** A text as UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads the valid runs and keeps every byte between them. */
function salvage(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let run = start;
  let at = start;
  while (at < end) {
    const length = sequenceLength(bytes, at, end);
    if (length === 0) {
      text +=
        UTF8.decode(bytes.subarray(run, at)) + String.fromCharCode(0xdc00 + byteAt(bytes, at));
      run = at + 1;
    }
    at += Math.max(1, length);
  }
  return text + UTF8.decode(bytes.subarray(run, end));
}

/** Bytes of the valid UTF-8 sequence that begins at `at` (RFC 3629); 0 where none does. */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = byteAt(bytes, at);
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  const second = byteAt(bytes, at + 1);
  if (second < lowestSecond(lead) || second > highestSecond(lead)) return 0;
  for (let i = 2; i < length; i += 1) {
    if ((byteAt(bytes, at + i) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

/** Rules out overlong forms. */
function lowestSecond(lead: number): number {
  return lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
}

/** Rules out surrogates and what lies above U+10FFFF. */
function highestSecond(lead: number): number {
  return lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
