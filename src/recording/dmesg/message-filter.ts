import { isAt } from '../ascii.ts';
import { bytesOf } from '../text.ts';

/** What tells a kernel message of interest from all others. */
export interface MessagePatterns {
  /** How it may begin. */
  readonly starts: readonly string[];
  /** What may stand anywhere in it; ASCII. */
  readonly contains: readonly string[];
}

/** A pattern, and which of its bytes is looked for: one that few messages have. */
interface Needle {
  readonly bytes: Uint8Array;
  readonly pivot: number;
}

const BYTES = 256;
const OFTEN = /[a-z ]/;

/** Whether a message may be of interest; the text says it, or its bytes alone. */
export class MessageFilter {
  readonly #patterns: MessagePatterns;
  /** By their first byte. */
  readonly #starts: readonly (readonly Uint8Array[])[];
  /** By their pivot. */
  readonly #needles: readonly (readonly Needle[])[];
  readonly #isPivot = new Uint8Array(BYTES);

  /** For every byte: 1 if {@link isPart} can be true of it. */
  get pivots(): Readonly<Uint8Array> {
    return this.#isPivot;
  }

  constructor(patterns: MessagePatterns) {
    this.#patterns = patterns;
    const starts = patterns.starts.map(bytesOf);
    const needles = patterns.contains.map((pattern) => {
      const rare = [...pattern].findIndex((char) => !OFTEN.test(char));
      return { bytes: bytesOf(pattern), pivot: Math.max(0, rare) };
    });
    this.#starts = byByte(starts, ([first]) => first);
    this.#needles = byByte(needles, ({ bytes, pivot }) => bytes[pivot]);
    for (const [byte, some] of this.#needles.entries())
      if (some.length > 0) this.#isPivot[byte] = 1;
  }

  /** Whether a message is of interest. */
  wants(message: string): boolean {
    const { starts, contains } = this.#patterns;
    if (starts.some((start) => message.startsWith(start))) return true;
    return contains.some((part) => message.includes(part));
  }

  /** Whether the message in `bytes` from `start` on begins as one of interest. */
  beginsAt(bytes: Uint8Array, start: number): boolean {
    const starts = this.#starts[bytes[start] ?? 0] ?? [];
    for (const pattern of starts) if (isAt(bytes, start, pattern)) return true;
    return false;
  }

  /** Whether `bytes[at]` belongs to a part that makes a message one of interest. */
  isPart(bytes: Uint8Array, at: number): boolean {
    for (const { bytes: pattern, pivot } of this.#needles[bytes[at] ?? 0] ?? []) {
      if (isAt(bytes, at - pivot, pattern)) return true;
    }
    return false;
  }
}

/** A row for each byte. To ask each of them which patterns are its own takes a millisecond. */
function byByte<T>(
  patterns: readonly T[],
  byteOf: (pattern: T) => number | undefined,
): readonly (readonly T[])[] {
  const rows: (readonly T[])[] = new Array(BYTES).fill([]);
  for (const pattern of patterns) {
    const byte = byteOf(pattern);
    if (byte === undefined) continue;
    rows[byte] = [...(rows[byte] ?? []), pattern];
  }
  return rows;
}
