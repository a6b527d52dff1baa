import { isDigit, isPlain, QUOTE, ZERO } from './ascii.ts';
import { ByteInterner } from './byte-interner.ts';

/** More digits may be beyond what a number tells exactly. */
const MOST_DIGITS = 15;
const NULL = new TextEncoder().encode('null');

/**
 * Reads JSON in which everything stands in its usual place, piece by piece from bytes. What is
 * unusual (blanks, escapes, fractions) makes it {@link failed}, and what it says from then on
 * worthless: so a reader asks once, at the end.
 */
export class JsonCursor {
  failed = false;
  readonly #texts = new ByteInterner();
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;

  /** Goes to `bytes[at]`; all that is read has to end with something that is no JSON, a newline. */
  begin(bytes: Uint8Array, at: number): void {
    this.failed = false;
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where the next piece begins. */
  get at(): number {
    return this.#at;
  }

  /** Steps over what has to stand here. */
  pass(expected: Uint8Array): void {
    const at = this.#at;
    for (let i = 0; i < expected.length; i += 1) {
      if (this.#bytes[at + i] !== expected[i]) {
        this.failed = true;
        return;
      }
    }
    this.#at = at + expected.length;
  }

  /** An integer that is not negative. */
  count(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    let number = 0;
    let at = start;
    for (let byte = bytes[at]; byte !== undefined && isDigit(byte); byte = bytes[at]) {
      number = number * 10 + byte - ZERO;
      at += 1;
    }
    const length = at - start;
    const isOdd = length === 0 || length > MOST_DIGITS || (length > 1 && bytes[start] === ZERO);
    if (isOdd) this.failed = true;
    this.#at = at;
    return number;
  }

  /** The same, or `null`. */
  countOrNull(): number | null {
    return this.#isNull() ? null : this.count();
  }

  /** A string; equal ones are one. */
  text(): string {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    let hash = 0;
    let at = start;
    for (let byte = bytes[at]; byte !== undefined && isPlain(byte); byte = bytes[at]) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      at += 1;
    }
    if (bytes[start - 1] !== QUOTE || bytes[at] !== QUOTE) this.failed = true;
    this.#at = at + 1;
    return this.failed ? '' : this.#texts.hashed(bytes, start, at, hash);
  }

  /** The same, or `null`. */
  textOrNull(): string | null {
    return this.#isNull() ? null : this.text();
  }

  #isNull(): boolean {
    if (this.#bytes[this.#at] !== NULL[0]) return false;
    this.pass(NULL);
    return true;
  }
}
