import {
  COLON,
  DASH,
  endOfSpaces,
  isAt,
  isEnd,
  isWord,
  LESS,
  OPEN_PAREN,
  SPACE,
  UNDERSCORE,
} from '../ascii.ts';
import { ByteInterner } from '../byte-interner.ts';
import type { DecoderOptions, LineFate } from '../decoder.ts';
import { FastName } from '../fast-name.ts';
import { MAX_LINE_BYTES } from '../lines.ts';
import type { Args, Context, Observation } from '../observation.ts';
import { bytesOf } from '../text.ts';
import type { BodyReader } from './body.ts';
import { TELLING_EVENTS } from './event.ts';
import { FastArgs } from './fast-args.ts';
import { FastContext } from './fast-context.ts';
import type { FastGraph } from './fast-graph.ts';
import { FastProbe } from './fast-probe.ts';
import type { LineForm } from './line-form.ts';
import { entered, returned } from './observations.ts';
import { PhraseBook } from './phrases.ts';
import { type ProbeHead, ProbeHeads } from './probe-heads.ts';

const NO_ARGS: Args = {};
/** How trace-cmd report introduces the tracers of functions. */
const FUNCTION_EVENT = bytesOf('function');
const GRAPH_ENTRY = bytesOf('funcgraph_entry');
const GRAPH_EXIT = bytesOf('funcgraph_exit');

/**
 * Reads the usual lines of the function tracer and of probes from their bytes: the twin of
 * FtraceDecoder.line, which reads every shape. Most lines name functions nobody asked for: these
 * cost no string and no object.
 */
export class FastLines {
  readonly #bodies: BodyReader;
  readonly #graph: FastGraph;
  readonly #form: Pick<LineForm, 'last'>;
  readonly #names = new ByteInterner();
  readonly #book = new PhraseBook();
  readonly #heads = new ProbeHeads(this.#book);
  readonly #args = new FastArgs(this.#book, this.#names);
  readonly #context = new FastContext();
  /** One for all lines: what is told of a line is copied out of it. */
  readonly #here = { at: 0, cpu: 0, task: '', line: 0 };
  readonly #fn: FastName;
  readonly #caller: FastName;
  readonly #hit: FastProbe;
  readonly #event = new FastName(TELLING_EVENTS);
  /** Up to where the line was read that was read last: its end, where it is used. */
  readTo = 0;

  constructor(
    options: DecoderOptions,
    { bodies, graph, form }: { bodies: BodyReader; graph: FastGraph; form: Pick<LineForm, 'last'> },
  ) {
    this.#bodies = bodies;
    this.#graph = graph;
    this.#form = form;
    this.#fn = new FastName(options.wanted ?? null);
    this.#hit = new FastProbe(options.wanted ?? null);
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
    const isPerf = this.#form.last === 'perf';
    const body = this.#context.read(bytes, start, end, isPerf);
    if (body === -1) return null;
    this.readTo = body;
    if (this.#book.isFull) this.#startOver();
    const name = isPerf ? this.#endOfSystem(bytes, body) : body;
    if (name === -1) return null;
    const head = this.#heads.find(bytes, body, end);
    if (head !== null) return this.#probe(head, bytes, start, body + head.length, end, number, out);
    const at = this.#fn.read(bytes, name);
    if (at === -1) return null;
    if (bytes[at] === SPACE && !isPerf) return this.#call(bytes, start, at, end, number, out);
    if (bytes[at] !== COLON || bytes[at + 1] !== SPACE || this.#fn.isSuffixed) return null;
    // Behind the name trace-cmd report leaves a column free.
    const next = endOfSpaces(bytes, at + 2);
    if (bytes[next] === OPEN_PAREN)
      return this.#newProbe(bytes, start, body, name, next + 1, end, number, out);
    if (isName(FUNCTION_EVENT, bytes, name, at)) {
      const arrow = this.#fn.read(bytes, next);
      return bytes[arrow] === SPACE ? this.#call(bytes, start, arrow, end, number, out) : null;
    }
    if (bytes[next] === UNDERSCORE || isEnd(bytes, next, end)) return null;
    const telling = this.#event.read(bytes, name) !== at || this.#event.mayBeWanted;
    if (!telling) return 'other event';
    const isGraph = isName(GRAPH_ENTRY, bytes, name, at) || isName(GRAPH_EXIT, bytes, name, at);
    if (isPerf || !isGraph) return null;
    return this.#reported(bytes, start, at + 1, end);
  }

  /** `probe:` right in front of the name of an event: the index behind it, or -1. */
  #endOfSystem(bytes: Uint8Array, body: number): number {
    const colon = this.#fn.read(bytes, body);
    if (bytes[colon] !== COLON || this.#fn.isSuffixed) return -1;
    return isWord(bytes[colon + 1]) ? colon + 1 : -1;
  }

  /** `funcgraph_entry:      + 99.707 us  |    fn();` */
  #reported(bytes: Uint8Array, start: number, column: number, end: number): LineFate | null {
    const task = this.#context.task(bytes, start, this.#names);
    const behind = task === null ? -1 : this.#graph.reported(bytes, column, end, this.cpu, task);
    if (behind === -1) return null;
    this.readTo = behind;
    return 'other function';
  }

  /** `ops_init <-setup_net`; trace-cmd report has a longer arrow. */
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
    const isLong = bytes[arrow + 3] === DASH && bytes[arrow + 4] === SPACE;
    const behind = caller.read(bytes, isLong ? arrow + 5 : arrow + 3);
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

  /** A probe whose head was not read before; its name stands at `name`, its place at `site`. */
  #newProbe(
    bytes: Uint8Array,
    start: number,
    body: number,
    name: number,
    site: number,
    end: number,
    line: number,
    out: Observation[],
  ): LineFate | null {
    const hit = this.#hit;
    const at = hit.read(bytes, name, site);
    if (at === -1 || (bytes[at] !== SPACE && !isEnd(bytes, at, end))) return null;
    if (!hit.mayBeWanted) return 'other function';
    const fn = hit.fn(bytes, this.#names);
    if (!this.#bodies.isWanted(fn, null)) return 'other function';
    if (hit.kind === 'inner') return null;
    const head = this.#heads.learn(bytes, body, at, { fn, returns: hit.kind === 'returned' });
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

/** Whether `bytes[start, end)` is that name. */
function isName(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === name.length && isAt(bytes, start, name);
}
