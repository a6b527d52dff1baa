import { CARRIAGE_RETURN, NEWLINE } from './ascii.ts';

/** How much of one line is kept; kernel lines stay far below, what is longer is none. */
export const MAX_LINE_BYTES = 64 * 1024;

/**
 * Receives one line: `bytes[start, end)`, without its newline and the carriage returns before it.
 * The array is only lent for the call; `bytes[end]` is the byte that ended the line, a newline or
 * a carriage return. `cut` says that the line was longer than is kept.
 */
export type TakeLine = (bytes: Uint8Array, start: number, end: number, cut: boolean) => void;

/** Steps over whole lines of a chunk, from `start` on: the start of the first line to hand out. */
export type SkipLines = (chunk: Uint8Array, start: number) => number;

/**
 * Splits chunks of bytes into lines, wherever the chunks are cut. Only byte 10 ends a line: U+0085
 * and U+2028 may stand in a device name. Holds nothing of a chunk but the unfinished last line.
 *
 * @example
 * ```ts
 * const lines = new LineSplitter((bytes, start, end) => console.log(end - start));
 * lines.push(new TextEncoder().encode('one\ntwo'));
 * lines.end();
 * ```
 */
export class LineSplitter {
  readonly #take: TakeLine;
  readonly #maxBytes: number;
  #skip: SkipLines | null = null;
  #rest: Uint8Array = new Uint8Array(512);
  #restLength = 0;
  #pending = false;
  #cut = false;

  constructor(take: TakeLine, maxBytes: number = MAX_LINE_BYTES) {
    this.#take = take;
    this.#maxBytes = maxBytes;
  }

  /** From now on lets `skip` step over lines, which then are not handed out. */
  skipWith(skip: SkipLines): void {
    this.#skip = skip;
  }

  /** Takes the next bytes of the log and hands out every line they finish. */
  push(chunk: Uint8Array): void {
    let start = 0;
    while (start < chunk.length) {
      if (this.#skip !== null && !this.#pending) start = this.#skip(chunk, start);
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline === -1) {
        if (start < chunk.length) this.#carry(chunk, start, chunk.length);
        return;
      }
      if (this.#pending) this.#finish(chunk, start, newline);
      else this.#give(chunk, start, newline, false);
      start = newline + 1;
    }
  }

  /** The log is over: hands out a last line that has no newline. */
  end(): void {
    if (this.#pending) this.#finish(this.#rest, 0, 0);
  }

  #finish(chunk: Uint8Array, start: number, end: number): void {
    this.#carry(chunk, start, end);
    const length = this.#restLength;
    this.#rest[length] = NEWLINE;
    const cut = this.#cut;
    this.#restLength = 0;
    this.#pending = false;
    this.#cut = false;
    this.#give(this.#rest, 0, length, cut);
  }

  #carry(chunk: Uint8Array, start: number, end: number): void {
    const room = this.#maxBytes - this.#restLength;
    const kept = Math.min(end - start, room);
    this.#pending = true;
    if (end - start > room) this.#cut = true;
    const needed = this.#restLength + kept;
    if (needed >= this.#rest.length) {
      const grown = new Uint8Array(Math.min(this.#maxBytes, needed * 2) + 1);
      grown.set(this.#rest.subarray(0, this.#restLength));
      this.#rest = grown;
    }
    this.#rest.set(chunk.subarray(start, start + kept), this.#restLength);
    this.#restLength = needed;
  }

  #give(bytes: Uint8Array, start: number, end: number, cut: boolean): void {
    if (cut || end - start > this.#maxBytes) {
      this.#take(bytes, start, Math.min(end, start + this.#maxBytes), true);
      return;
    }
    let last = end;
    while (last > start && bytes[last - 1] === CARRIAGE_RETURN) last -= 1;
    this.#take(bytes, start, last, false);
  }
}
