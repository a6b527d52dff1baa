import { EQUALS, endOfSpaces, isVisible, isWord, OPEN_PAREN, QUOTE, SPACE } from '../ascii.ts';
import { type ByteInterner, hashOf } from '../byte-interner.ts';
import type { Args } from '../observation.ts';
import type { Phrase, PhraseBook } from './phrases.ts';

/** ` key=value` */
interface Argument extends Phrase {
  readonly key: string;
  readonly value: string;
  /** What stood behind it last. */
  next: Argument | null;
}

/** What lines of one probe begin with. */
interface Opening {
  readonly argument: Argument;
  /** How the line behind such a line began last. */
  follower: Opening | null;
  /** Whether more than one line began so. */
  repeated: boolean;
  /** The last line that began so, and what was made of it. */
  path: Argument[] | null;
  args: Args | null;
}

/** More than there are pernet operations; what begins with a device is new all the time. */
const MOST_OPENINGS = 512;

/** What the lines of one probe are like. */
export class Habit {
  readonly openings = new Map<Argument, Opening>();
  /** The last argument in each place. */
  readonly last: Argument[] = [];
  /** How the last line began. */
  latest: Opening | null = null;
}

const NONE: Args = {};
/** A power of two; each namespace and device brings a few new arguments. */
const PLACES = 8192;
const MASK = PLACES - 1;
/** A longer one is read anew each time. */
const LONGEST = 256;

/**
 * Reads ` key=value key="string"` as parseArgs does, from bytes. A kernel does the same things over
 * and over, so what comes is mostly what came after the same argument before, or what stood here in
 * the line before: it is compared with that, and only what is new is read byte by byte.
 */
export class FastArgs {
  readonly #book: PhraseBook;
  readonly #names: ByteInterner;
  readonly #known: (Argument | null)[] = new Array(PLACES).fill(null);
  /** The arguments of the line being read. */
  readonly #path: Argument[] = [];

  constructor(book: PhraseBook, names: ByteInterner) {
    this.#book = book;
    this.#names = names;
  }

  /**
   * The arguments in `bytes[start, end)`; `null` where a value is unusual: not ASCII, in
   * parentheses (a fault), a string that does not end, or with a blank behind the last one.
   */
  read(bytes: Uint8Array, start: number, end: number, probe: Habit): Args | null {
    if (start >= end) return NONE;
    const path = this.#path;
    const { latest, last } = probe;
    let guess = latest?.follower?.argument ?? null;
    let before: Argument | null = null;
    let count = 0;
    for (let at = start; at < end; count += 1) {
      let argument: Argument | null = guess;
      if (argument === null || !this.#stands(argument, bytes, at, end)) {
        argument = this.#find(bytes, at, end, last[count] ?? null);
        if (argument === null) return null;
        if (before !== null) before.next = argument;
      }
      path[count] = argument;
      last[count] = argument;
      at += argument.length;
      before = argument;
      guess = argument.next;
    }
    const [first] = path;
    return first === undefined ? null : told(openingOf(probe, first), path, count);
  }

  /** Forgets all of them, before the book does. */
  clear(): void {
    this.#known.fill(null);
    this.#path.length = 0;
  }

  #find(bytes: Uint8Array, at: number, end: number, guess: Argument | null): Argument | null {
    if (guess !== null && this.#stands(guess, bytes, at, end)) return guess;
    return this.#parse(bytes, at, end);
  }

  /** Whether this is what stands here, all of it: `rc=0` is not the beginning of `rc=01`. */
  #stands(argument: Argument, bytes: Uint8Array, at: number, end: number): boolean {
    if (!this.#book.isAt(argument, bytes, at, end)) return false;
    const behind = at + argument.length;
    return behind === end || bytes[behind] === SPACE;
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
    const fresh: Argument = {
      kept: behind - at > LONGEST ? -1 : this.#book.keep(bytes, at, behind),
      length: behind - at,
      key: this.#names.of(bytes, key, equals),
      value: this.#names.of(bytes, from, to),
      next: null,
    };
    if (fresh.kept !== -1) this.#known[place] = fresh;
    return fresh;
  }
}

/** How this line began; notes that it did so behind the one before. */
function openingOf(probe: Habit, argument: Argument): Opening {
  const expected = probe.latest?.follower ?? null;
  if (expected?.argument === argument) {
    probe.latest = expected;
    return expected;
  }
  const opening = probe.openings.get(argument) ?? opened(probe, argument);
  if (probe.latest !== null) probe.latest.follower = opening;
  probe.latest = opening;
  return opening;
}

function opened({ openings }: Habit, argument: Argument): Opening {
  if (openings.size >= MOST_OPENINGS) openings.clear();
  const opening = { argument, follower: null, repeated: false, path: null, args: null };
  openings.set(argument, opening);
  return opening;
}

/** What the line says: as an object of its own, or that of the last line that said the same. */
function told(opening: Opening, path: readonly Argument[], count: number): Args {
  const known = opening.path;
  if (known !== null && opening.args !== null && isSamePath(known, path, count)) {
    return opening.args;
  }
  const args: Record<string, string> = {};
  for (let i = 0; i < count; i += 1) {
    const argument = path[i] ?? opening.argument;
    args[argument.key] = argument.value;
  }
  // Most devices are told of once by each probe: nothing is kept of these.
  if (opening.repeated) remember(opening, path, count, args);
  opening.repeated = true;
  return args;
}

function remember(opening: Opening, path: readonly Argument[], count: number, args: Args): void {
  opening.args = args;
  const known = opening.path;
  if (known?.length !== count) opening.path = path.slice(0, count);
  else for (let i = 0; i < count; i += 1) known[i] = path[i] ?? opening.argument;
}

function isSamePath(one: readonly Argument[], other: readonly Argument[], count: number): boolean {
  if (one.length !== count) return false;
  for (let i = 0; i < count; i += 1) if (one[i] !== other[i]) return false;
  return true;
}

/** Index of the `=` behind blanks and a key; -1 where none stand at `start`. */
function endOfKey(bytes: Uint8Array, start: number): number {
  const key = endOfSpaces(bytes, start);
  let at = key;
  while (isWord(bytes[at])) at += 1;
  return key > start && at > key && bytes[at] === EQUALS ? at : -1;
}

/** Where a string ends: at a quote behind which the line or the argument ends; -1 if unusual. */
function endOfString(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE && (at + 1 === end || endOfKey(bytes, at + 1) !== -1)) return at;
    if (byte !== SPACE && !isVisible(byte)) return -1;
  }
  return -1;
}

/** Where a bare value ends: before the next argument; -1 if unusual. */
function endOfValue(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[from] === OPEN_PAREN) return -1;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === SPACE) {
      if (endOfKey(bytes, at) !== -1) return at;
    } else if (!isVisible(byte)) return -1;
  }
  return bytes[end - 1] === SPACE ? -1 : end;
}

function placeOf(bytes: Uint8Array, start: number, end: number): number {
  const hash = hashOf(bytes, start, end);
  return (hash ^ (hash >>> 15)) & MASK;
}
