import {
  EQUALS,
  endOfSpaces,
  endOfWord,
  isEnd,
  isVisible,
  OPEN_PAREN,
  QUOTE,
  SPACE,
} from '../ascii.ts';
import { type ByteInterner, hashOf } from '../byte-interner.ts';
import type { Args } from '../observation.ts';
import {
  type Argument,
  argumentOf,
  begin,
  followerOf,
  type Habit,
  type Kind,
  kindOf,
  lately,
  linesOf,
  longer,
  told,
} from './known-arguments.ts';
import type { PhraseBook } from './phrases.ts';

const NONE: Args = {};
/** A power of two; each namespace and device brings a few new arguments. */
const PLACES = 8192;
const MASK = PLACES - 1;
/** A longer one is read anew each time. */
const LONGEST = 256;

/**
 * Reads ` key=value key="string"` as parseArgs does, from bytes. A kernel does the same things over
 * and over, so what comes is mostly what came in a line that began alike, or what the line before
 * told of: it is compared with that, and only what is new is read byte by byte.
 */
export class FastArgs {
  readonly #book: PhraseBook;
  readonly #names: ByteInterner;
  readonly #known: (Argument | null)[] = new Array(PLACES).fill(null);
  readonly #kinds = new Map<string, Kind>();
  /** Where the line ends that was read last. */
  end = 0;
  /** The arguments of the line being read. */
  readonly #path: Argument[] = [];

  constructor(book: PhraseBook, names: ByteInterner) {
    this.#book = book;
    this.#names = names;
  }

  /**
   * The arguments from `start` on; `null` where a value is unusual: not ASCII, in parentheses (a
   * fault), a string that does not end, or with a blank behind the last one. `end` is the end of
   * the line, or of one behind it.
   */
  read(bytes: Uint8Array, start: number, end: number, probe: Habit): Args | null {
    this.end = start;
    if (isEnd(bytes, start, end)) return NONE;
    const { latest } = probe;
    const expected = latest === null ? null : (followerOf(latest, probe) ?? latest);
    let argument = this.#find(bytes, start, end, expected);
    if (argument === null) return null;
    begin(probe, argument);
    let prefix = linesOf(argument);
    const path = this.#path;
    path[0] = argument;
    let count = 1;
    let at = start + argument.length;
    for (; !isEnd(bytes, at, end); count += 1) {
      const guess: Argument | null = prefix?.longer?.argument ?? argument.next;
      const next = this.#find(bytes, at, end, guess);
      if (next === null) return null;
      if (argument.next !== next) argument.next = next;
      prefix = prefix === null ? null : longer(prefix, next, count);
      path[count] = next;
      argument = next;
      at += next.length;
    }
    this.end = at;
    if (prefix === null) return told(path, count);
    prefix.args ??= told(path, count);
    return prefix.args;
  }

  /** Forgets all of them, before the book does. */
  clear(): void {
    this.#known.fill(null);
    this.#kinds.clear();
    this.#path.length = 0;
  }

  /** The argument at `at`: the one that is guessed, the last of its kind, or any. */
  #find(bytes: Uint8Array, at: number, end: number, guess: Argument | null): Argument | null {
    if (guess !== null) {
      const { latest } = guess.kind;
      if (this.#stands(guess, bytes, at, end)) return lately(guess);
      if (latest !== null && this.#stands(latest, bytes, at, end)) return latest;
    }
    const found = this.#parse(bytes, at, end);
    return found === null ? null : lately(found);
  }

  /** Whether this is what stands here, all of it: `rc=0` is not the beginning of `rc=01`. */
  #stands(argument: Argument, bytes: Uint8Array, at: number, end: number): boolean {
    if (!this.#book.isAt(argument, bytes, at, end)) return false;
    const behind = at + argument.length;
    return bytes[behind] === SPACE || isEnd(bytes, behind, end);
  }

  /** Reads the argument at `at`, byte by byte; `null` where none stands there, or an unusual one. */
  #parse(bytes: Uint8Array, at: number, end: number): Argument | null {
    const key = endOfSpaces(bytes, at);
    const equals = endOfKey(bytes, at);
    if (equals === -1) return null;
    const quoted = bytes[equals + 1] === QUOTE;
    const from = quoted ? equals + 2 : equals + 1;
    const to = quoted ? endOfString(bytes, from, end) : endOfValue(bytes, from, end);
    if (to === -1) return null;
    const behind = quoted ? to + 1 : to;
    const place = placeOf(bytes, at, behind);
    const known = this.#known[place] ?? null;
    const isKnown = known?.length === behind - at && this.#book.isAt(known, bytes, at, behind);
    if (known !== null && isKnown) return known;
    const kept = behind - at > LONGEST ? -1 : this.#book.keep(bytes, at, behind);
    const name = this.#names.of(bytes, key, equals);
    const value = this.#names.of(bytes, from, to);
    const kind = kept === -1 ? kindOf(name) : this.#kindOf(name);
    const fresh = argumentOf({ kept, length: behind - at, key: name, value, kind });
    if (kept !== -1) this.#known[place] = fresh;
    return fresh;
  }

  #kindOf(key: string): Kind {
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const kind = kindOf(key);
    this.#kinds.set(key, kind);
    return kind;
  }
}

/** Index of the `=` behind blanks and a key; -1 where none stand at `start`. */
function endOfKey(bytes: Uint8Array, start: number): number {
  const key = endOfSpaces(bytes, start);
  const at = endOfWord(bytes, key);
  return key > start && at > key && bytes[at] === EQUALS ? at : -1;
}

/** Where a string ends: at a quote behind which the line or the argument ends; -1 if unusual. */
function endOfString(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE && (isEnd(bytes, at + 1, end) || endOfKey(bytes, at + 1) !== -1)) return at;
    if (byte !== SPACE && !isVisible(byte)) return -1;
  }
  return -1;
}

/** Where a bare value ends: before the next argument; -1 if unusual. */
function endOfValue(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[from] === OPEN_PAREN) return -1;
  let at = from;
  for (; !isEnd(bytes, at, end); at += 1) {
    const byte = bytes[at];
    if (byte === SPACE) {
      if (endOfKey(bytes, at) !== -1) return at;
    } else if (!isVisible(byte)) return -1;
  }
  return bytes[at - 1] === SPACE ? -1 : at;
}

function placeOf(bytes: Uint8Array, start: number, end: number): number {
  const hash = hashOf(bytes, start, end);
  return (hash ^ (hash >>> 15)) & MASK;
}
