import { textOf } from './text.ts';

/** A power of two; a log names some hundred functions, tasks and values at a time. */
const SLOTS = 8192;
const MASK = SLOTS - 1;
const HIGHEST_ASCII = 0x7f;

/**
 * Gives equal bytes one string, and makes that string only once as long as its place is not taken
 * by another: no allocation for what was just seen, and bounded memory whatever comes.
 */
export class ByteInterner {
  readonly #texts: string[] = new Array(SLOTS).fill('');

  /** The text of `bytes[start, end)`. */
  of(bytes: Uint8Array, start: number, end: number): string {
    let hash = 0;
    for (let i = start; i < end; i += 1) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
    return this.hashed(bytes, start, end, hash);
  }

  /** The same for a caller that has come by the hash: `hash * 31 + byte` for each byte. */
  hashed(bytes: Uint8Array, start: number, end: number, hash: number): string {
    const slot = (hash ^ (hash >>> 15)) & MASK;
    const known = this.#texts[slot] ?? '';
    if (isText(known, bytes, start, end)) return known;
    const text = textOf(bytes, start, end);
    this.#texts[slot] = text;
    return text;
  }
}

/** Only ASCII is compared: any other text is made anew each time. */
function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  const { length } = text;
  if (length !== end - start) return false;
  for (let i = 0; i < length; i += 1) {
    const byte = bytes[start + i] ?? 0;
    if (byte > HIGHEST_ASCII || text.charCodeAt(i) !== byte) return false;
  }
  return true;
}
