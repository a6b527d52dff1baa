import {
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  DASH,
  isEnd,
  isHex,
  isWord,
  LESS,
  LETTER_X,
  OPEN_BRACKET,
  OPEN_PAREN,
  PLUS,
  SLASH,
  SPACE,
  UNDERSCORE,
  ZERO,
} from '../ascii.ts';
import { ByteInterner } from '../byte-interner.ts';
import type { DecoderOptions, LineFate } from '../decoder.ts';
import { FastName } from '../fast-name.ts';
import { MAX_LINE_BYTES } from '../lines.ts';
import type { Args, Context, Observation } from '../observation.ts';
import type { BodyReader } from './body.ts';
import { TELLING_EVENTS } from './event.ts';
import { FastArgs } from './fast-args.ts';
import { FastContext } from './fast-context.ts';
import { entered, returned } from './observations.ts';
import { PhraseBook } from './phrases.ts';
import { type ProbeHead, ProbeHeads } from './probe-heads.ts';

const NO_ARGS: Args = {};
/** Where a probe at the entry of a function sits: one hexadecimal digit, see symbol.ts. */
const LAST_ENTRY_DIGIT = ZERO + 8;

/**
 * Reads the usual lines of the function tracer and of probes from their bytes: the twin of
 * FtraceDecoder.line, which reads every shape. Most lines name functions nobody asked for: these
 * cost no string and no object.
 */
export class FastLines {
  readonly #bodies: BodyReader;
  readonly #names = new ByteInterner();
  readonly #book = new PhraseBook();
  readonly #heads = new ProbeHeads(this.#book);
  readonly #args = new FastArgs(this.#book, this.#names);
  readonly #context = new FastContext();
  /** One for all lines: what is told of a line is copied out of it. */
  readonly #here = { at: 0, cpu: 0, task: '', line: 0 };
  readonly #fn: FastName;
  readonly #caller: FastName;
  readonly #event = new FastName(TELLING_EVENTS);
  /** Up to where the line was read that was read last: its end, where it is used. */
  readTo = 0;

  constructor(options: DecoderOptions, bodies: BodyReader) {
    this.#bodies = bodies;
    this.#fn = new FastName(options.wanted ?? null);
    this.#caller = new FastName(options.wantedCallers ?? new Set());
  }

  /** The CPU of the line that was read last. */
  get cpu(): number {
    return this.#context.cpu;
  }

  /**
   * Reads a line; `null`, and nothing done, where it has another shape than the usual. `end` is
   * its end, or that of a line behind it.
   */
  line(
    bytes: Uint8Array,
    start: number,
    end: number,
    number: number,
    out: Observation[],
  ): LineFate | null {
    const body = this.#context.read(bytes, start, end);
    if (body === -1) return null;
    this.readTo = body;
    if (this.#book.isFull) this.#startOver();
    const head = this.#heads.find(bytes, body, end);
    if (head !== null) return this.#probe(head, bytes, start, body + head.length, end, number, out);
    const at = this.#fn.read(bytes, body);
    if (at === -1) return null;
    if (bytes[at] === SPACE) return this.#call(bytes, start, at, end, number, out);
    if (bytes[at] !== COLON || bytes[at + 1] !== SPACE || this.#fn.isSuffixed) return null;
    const next = bytes[at + 2];
    if (next === OPEN_PAREN) return this.#newProbe(bytes, start, body, at + 3, end, number, out);
    if (next === SPACE || next === UNDERSCORE || isEnd(bytes, at + 2, end)) return null;
    const telling = this.#event.read(bytes, body) !== at || this.#event.mayBeWanted;
    return telling ? null : 'other event';
  }

  /** `ops_init <-setup_net` */
  #call(
    bytes: Uint8Array,
    start: number,
    arrow: number,
    end: number,
    line: number,
    out: Observation[],
  ): LineFate | null {
    const fn = this.#fn;
    const caller = this.#caller;
    if (bytes[arrow + 1] !== LESS || bytes[arrow + 2] !== DASH) return null;
    const behind = caller.read(bytes, arrow + 3);
    if (behind === -1 || !isEnd(bytes, behind, end)) return null;
    this.readTo = behind;
    if (behind - start > MAX_LINE_BYTES) return null;
    if (!fn.mayBeWanted && !caller.mayBeWanted) return 'other function';
    const name = fn.text(bytes, this.#names);
    const by = caller.text(bytes, this.#names);
    if (!this.#bodies.isWanted(name, by)) return 'other function';
    const context = this.#place(bytes, start, line);
    if (context === null) return null;
    this.#bodies.call(entered(context, name, by, NO_ARGS, null), 'tracer', out);
    return 'used';
  }

  /** `ops_init: (ops_init+0x0/0x130) …`, `ops_init_ret: (setup_net+0x13b/0x310 <- ops_init) rc=0` */
  #newProbe(
    bytes: Uint8Array,
    start: number,
    body: number,
    site: number,
    end: number,
    line: number,
    out: Observation[],
  ): LineFate | null {
    const fn = this.#fn;
    const offset = fn.read(bytes, site);
    let at = offset === -1 ? -1 : endOfPlace(bytes, offset);
    if (at === -1) return null;
    const returns = bytes[at] === SPACE && bytes[at + 1] === LESS;
    if (returns) {
      if (bytes[at + 2] !== DASH || bytes[at + 3] !== SPACE) return null;
      at = fn.read(bytes, at + 4);
      if (at !== -1) at = endOfModule(bytes, at);
    }
    if (at === -1 || bytes[at] !== CLOSE_PAREN) return null;
    at += 1;
    if (bytes[at] !== SPACE && !isEnd(bytes, at, end)) return null;
    if (!fn.mayBeWanted) return 'other function';
    const name = fn.text(bytes, this.#names);
    if (!this.#bodies.isWanted(name, null)) return 'other function';
    if (!returns && !isEntry(bytes, offset)) return null;
    const head = this.#heads.learn(bytes, body, at, { fn: name, returns });
    return this.#probe(head, bytes, start, at, end, line, out);
  }

  /** A probe whose head is known, with its arguments from `at` on. */
  #probe(
    head: ProbeHead,
    bytes: Uint8Array,
    start: number,
    at: number,
    end: number,
    line: number,
    out: Observation[],
  ): LineFate | null {
    if (bytes[at] !== SPACE && !isEnd(bytes, at, end)) return null;
    const context = this.#place(bytes, start, line);
    const args = context === null ? null : this.#args.read(bytes, at, end, head.args);
    if (context === null || args === null) return null;
    this.readTo = this.#args.end;
    if (this.readTo - start > MAX_LINE_BYTES) return null;
    const call = head.returns
      ? returned(context, head.fn, args, null, null)
      : entered(context, head.fn, null, args, null);
    this.#bodies.call(call, 'probe', out);
    return 'used';
  }

  /** What a log repeats changes with what is alive: now and then it is learned anew. */
  #startOver(): void {
    this.#heads.clear();
    this.#args.clear();
    this.#book.clear();
  }

  #place(bytes: Uint8Array, start: number, line: number): Context | null {
    const { at, cpu } = this.#context;
    const task = this.#context.task(bytes, start, this.#names);
    if (task === null) return null;
    const here = this.#here;
    here.at = at;
    here.cpu = cpu;
    here.task = task;
    here.line = line;
    return here;
  }
}

/** Whether `+0x4/` stands here: a probe at the entry, though perhaps behind a landing pad. */
function isEntry(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset + 4] === SLASH && (bytes[offset + 3] ?? 0) <= LAST_ENTRY_DIGIT;
}

/** Where `+0x0/0x130 [module]` ends; -1 where it does not stand here. */
function endOfPlace(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== PLUS) return -1;
  const slash = endOfHex(bytes, from + 1);
  if (slash === -1 || bytes[slash] !== SLASH) return -1;
  const end = endOfHex(bytes, slash + 1);
  return end === -1 ? -1 : endOfModule(bytes, end);
}

function endOfHex(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== ZERO || bytes[from + 1] !== LETTER_X) return -1;
  let at = from + 2;
  while (isHex(bytes[at])) at += 1;
  return at > from + 2 ? at : -1;
}

function endOfModule(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== SPACE || bytes[from + 1] !== OPEN_BRACKET) return from;
  let at = from + 2;
  while (isWord(bytes[at])) at += 1;
  return bytes[at] === CLOSE_BRACKET ? at + 1 : -1;
}
