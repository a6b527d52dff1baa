import { endOfDigits, isAt, isPlain, MOST_DIGITS, numberIn, QUOTE, ZERO } from './ascii.ts';
import { ByteInterner } from './byte-interner.ts';
import { bytesOf } from './text.ts';

const NULL = bytesOf('null');

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
    if (isAt(this.#bytes, this.#at, expected)) this.#at += expected.length;
    else this.failed = true;
  }

  /** An integer that is not negative. */
  count(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    this.#at = endOfDigits(bytes, start);
    const length = this.#at - start;
    const isOdd = length === 0 || length > MOST_DIGITS || (length > 1 && bytes[start] === ZERO);
    if (isOdd) this.failed = true;
    return numberIn(bytes, start, this.#at);
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
