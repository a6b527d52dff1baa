import type { DecoderOptions, LineDecoder, LineFate } from '../decoder.ts';
import { Interner } from '../intern.ts';
import type { Context, Observation } from '../observation.ts';
import { type Annotation, parseAnnotation } from './annotation.ts';
import { BodyReader } from './body.ts';
import { type LineContext, parseContext } from './context.ts';
import { EntryCount } from './entry-count.ts';
import { gluedEntries } from './event.ts';
import { FastLines } from './fast-line.ts';
import { GraphReader } from './graph.ts';
import { parseLatencyContext } from './latency.ts';
import { MarkerTail } from './marker-tail.ts';
import { parsePerfContext, parsePerfLoss } from './perf.ts';
import { asPerfScript, isSyscall } from './perf-trace.ts';

/** How trace-cmd report introduces a line of function_graph. */
const GRAPH_EVENT = /^funcgraph_(?:entry|exit):/;

/** What {@link FtraceDecoder} may be told. */
export interface FtraceOptions extends DecoderOptions {
  /** The trace stands among other text: a line without any column is none of its lines. */
  readonly embedded?: boolean;
}

/** A trace begins; several may stand in one file. */
const TRACER = '# tracer: ';

/**
 * Decodes what `trace`, `trace_pipe`, trace-cmd report, perf script and perf trace print: function
 * tracer, function_graph, probe events and trace events, in any mixture, with any options.
 */
export class FtraceDecoder implements LineDecoder {
  readonly #bodies: BodyReader;
  readonly #graph: GraphReader;
  readonly #fast: FastLines;
  readonly #tasks = new Interner();
  readonly #marker = new MarkerTail();
  readonly #entries = new EntryCount();
  #lastLine = 0;
  /** Whether lines may be all body: the option context-info was off. */
  readonly #contextFree: boolean;
  /** Whether a line with a context was seen: from then on text without one is no event. */
  #contextual = false;
  /** Whether the last line without a context was a graph's: then the next is likely one too. */
  #graphical = false;

  constructor(options: FtraceOptions = {}) {
    this.#contextFree = options.embedded !== true;
    this.#bodies = new BodyReader(options);
    this.#graph = new GraphReader(this.#bodies, options.wanted ?? null);
    this.#fast = new FastLines(options, this.#bodies);
  }

  line(raw: string, number: number, out: Observation[]): LineFate {
    this.#lastLine = number;
    const text = asPerfScript(raw) ?? raw;
    if (this.#graphical) {
      const fate = this.#graph.line(text, number, out);
      if (fate !== null) return fate;
    }
    const context = parseContext(text) ?? parseLatencyContext(text) ?? parsePerfContext(text);
    if (context === null) return this.#other(text, number, out);
    this.#contextual = true;
    const body = text.slice(context.body);
    this.#entries.see(1 + gluedEntries(body));
    const { at, cpu } = context;
    const place = { at, cpu, task: this.#taskOf(context), line: number };
    if (this.#marker.covers(text, context)) return this.#doubt(place, out);
    const fate = this.#body(body, place, out) ?? 'unknown form';
    if (fate !== 'used' && fate !== 'stack') this.#bodies.pass(cpu);
    if (fate === 'marker') this.#marker.begin(at);
    return fate;
  }

  fastLine(
    bytes: Uint8Array,
    start: number,
    end: number,
    number: number,
    out: Observation[],
  ): LineFate | null {
    if (this.#graphical) return this.#graph.fastLine(bytes, start, end);
    if (this.#marker.isOpen) return null;
    const fate = this.#fast.line(bytes, start, end, number, out);
    if (fate === null) return null;
    this.#contextual = true;
    this.#entries.see(1);
    this.#lastLine = number;
    return fate;
  }

  end(out: Observation[]): void {
    this.#closeSection(this.#lastLine, out);
    this.#bodies.flush(out);
  }

  #taskOf({ task }: LineContext): string | null {
    return task === null ? null : this.#tasks.of(task);
  }

  #body(body: string, context: Context, out: Observation[]): LineFate | null {
    const head = GRAPH_EVENT.exec(body)?.[0];
    if (head !== undefined) return this.#graph.call(body.slice(head.length), context, out);
    const fate = this.#bodies.read(body, context, out);
    const count = fate === null ? parsePerfLoss(body) : null;
    if (count === null) return fate;
    this.#bodies.tell({ ...context, kind: 'lost', count }, out);
    return 'used';
  }

  #other(text: string, number: number, out: Observation[]): LineFate {
    if (text.startsWith(TRACER)) this.#contextual = false;
    const annotation = parseAnnotation(text);
    if (annotation !== null) {
      this.#annotate(annotation, number, out);
      return annotation.fate;
    }
    if (this.#marker.covers(text, null)) return 'marker';
    if (isSyscall(text)) return 'other event';
    if (this.#contextual) return 'unknown form';
    const graph = this.#graphical ? null : this.#graph.line(text, number, out);
    this.#graphical = graph !== null;
    if (graph !== null) return graph;
    if (!this.#contextFree) return 'unknown form';
    const nowhere = { at: null, cpu: null, task: null, line: number };
    return this.#bodies.read(text.trim(), nowhere, out) ?? 'unknown form';
  }

  /** A line that the marker text above it may have forged: no evidence, and maybe a loss. */
  #doubt(context: Context, out: Observation[]): LineFate {
    this.#bodies.tell({ ...context, kind: 'lost', count: null }, out);
    return 'marker';
  }

  /** The trace, or one of several in the file, is over. */
  #closeSection(line: number, out: Observation[]): void {
    const missing = this.#entries.close();
    if (missing === 0) return;
    this.#bodies.tell({ at: null, cpu: null, task: null, line, kind: 'lost', count: missing }, out);
  }

  #annotate({ lost, cpus, entries }: Annotation, line: number, out: Observation[]): void {
    const context = { at: null, cpu: null, task: null, line };
    if (entries !== null) {
      if (this.#entries.isAnother(entries)) this.#closeSection(line, out);
      this.#entries.promise(entries);
    }
    if (cpus !== null) this.#bodies.tell({ ...context, kind: 'described', cpus }, out);
    if (lost === null) return;
    this.#bodies.tell({ ...context, kind: 'lost', cpu: lost.cpu, count: lost.count }, out);
  }
}
