import { Habit } from './known-arguments.ts';
import type { Phrase, PhraseBook } from './phrases.ts';

/** `ops_init_ret: (setup_net+0x13b/0x310 <- ops_init)`: what a probe prints before its arguments. */
export interface ProbeHead extends Phrase {
  readonly fn: string;
  readonly returns: boolean;
  /** What stands behind it. */
  readonly args: Habit;
  /** Another one in the same place: names of probes begin alike. */
  readonly other: ProbeHead | null;
  /** How many others there are. */
  readonly others: number;
}

/** A power of two; a log has some dozen probes of interest, with a few callers each. */
const PLACES = 1024;
const MASK = PLACES - 1;
/** No head of a probe on a function we know is shorter. */
const SEEN_BYTES = 20;
/** More in one place are hostile: then the older ones are forgotten. */
const MOST_OTHERS = 16;

/** The heads of probes that were read, found by a few of their bytes and told by all of them. */
export class ProbeHeads {
  readonly #book: PhraseBook;
  readonly #heads: (ProbeHead | null)[] = new Array(PLACES).fill(null);
  /** What stands behind the heads that are not kept. */
  #others = new Habit();
  #learned = 0;

  constructor(book: PhraseBook) {
    this.#book = book;
  }

  /** The head that stands at `bytes[at]`; `null` where it was not read before. */
  find(bytes: Uint8Array, at: number, end: number): ProbeHead | null {
    if (this.#learned === 0 || end - at < SEEN_BYTES) return null;
    let head = this.#heads[this.#placeOf(bytes, at)] ?? null;
    while (head !== null && !this.#book.isAt(head, bytes, at, end)) head = head.other;
    return head;
  }

  /** Remembers the head in `bytes[start, end)`, all of it ASCII. */
  learn(
    bytes: Uint8Array,
    start: number,
    end: number,
    { fn, returns }: Pick<ProbeHead, 'fn' | 'returns'>,
  ): ProbeHead {
    const length = end - start;
    const kept = length < SEEN_BYTES ? -1 : this.#book.keep(bytes, start, end);
    const args = kept === -1 ? this.#others : new Habit();
    if (kept === -1) return { kept, length, fn, returns, args, other: null, others: 0 };
    this.#learned += 1;
    const place = this.#placeOf(bytes, start);
    const before = this.#heads[place] ?? null;
    const other = before !== null && before.others < MOST_OTHERS ? before : null;
    const others = other === null ? 0 : other.others + 1;
    const head = { kept, length, fn, returns, args, other, others };
    this.#heads[place] = head;
    return head;
  }

  /** Forgets all of them, before the book does. */
  clear(): void {
    this.#heads.fill(null);
    this.#others = new Habit();
    this.#learned = 0;
  }

  #placeOf(bytes: Uint8Array, at: number): number {
    const view = this.#book.chunk.of(bytes);
    const hash =
      Math.imul(view.getInt32(at, true), 0x9e3779b1) ^
      Math.imul(view.getInt32(at + 8, true), 0x85ebca77) ^
      Math.imul(view.getInt32(at + 16, true), 0xc2b2ae3d);
    return (hash ^ (hash >>> 15)) & MASK;
  }
}
