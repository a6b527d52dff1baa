import { NEWLINE } from '../ascii.ts';
import type { DecoderOptions, LineDecoder, LineFate } from '../decoder.ts';
import { Interner } from '../intern.ts';
import { MAX_LINE_BYTES } from '../lines.ts';
import { type Context, type Observation, SEAM } from '../observation.ts';
import type { SkimKernel } from '../skim/kernel.ts';
import type { StepOver } from '../skim/skimmer.ts';
import { parseAnnotation } from './annotation.ts';
import { BodyReader } from './body.ts';
import { type LineContext, parseContext } from './context.ts';
import { Damage } from './damage.ts';
import { gluedEntries, TELLING_EVENTS } from './event.ts';
import { FastLines } from './fast-line.ts';
import { GraphReader } from './graph.ts';
import { parseLatencyContext } from './latency.ts';
import { LineForm } from './line-form.ts';
import { MarkerTail } from './marker-tail.ts';
import { isPerfSample, parsePerfLoss } from './perf.ts';
import { PerfClock } from './perf-clock.ts';
import { asPerfScript, isSyscall } from './perf-trace.ts';
import { Section } from './section.ts';

/** How trace-cmd report introduces a line of function_graph. */
const GRAPH_EVENT = /^funcgraph_(?:entry|exit):/;

/** What {@link FtraceDecoder} may be told. */
export interface FtraceOptions extends DecoderOptions {
  /** The trace stands among other text: a line without any column is none of its lines. */
  readonly embedded?: boolean;
}

/** A recording of ftrace, perf, trace-cmd or bpftrace begins; several may stand in one file. */
const RECORDING = /^(?:# tracer: |# =+$|version = \d+$|cpus=\d+$|Attach(?:ing|ed) \d+ probes?\b)/;

/**
 * Decodes what `trace`, `trace_pipe`, trace-cmd report, perf script and perf trace print: function
 * tracer, function_graph, probe events and trace events, in any mixture, with any options.
 */
export class FtraceDecoder implements LineDecoder {
  readonly #options: FtraceOptions;
  readonly #bodies: BodyReader;
  readonly #graph: GraphReader;
  readonly #fast: FastLines;
  readonly #tasks = new Interner();
  readonly #marker = new MarkerTail();
  readonly #section: Section;
  readonly #perfClock = new PerfClock();
  readonly #damage = new Damage();
  readonly #form = new LineForm();
  #lastLine = 0;
  /** Whether lines may be all body: the option context-info was off. */
  readonly #contextFree: boolean;
  /** Whether a line with a context was seen: from then on text without one is no event. */
  #contextual = false;
  /** Whether a line without a context was read, a graph's or one that is all body. */
  #bare = false;
  /** Whether the last line without a context was a graph's: then the next is likely one too. */
  #graphical = false;
  usualEnd = 0;

  constructor(options: FtraceOptions = {}) {
    this.#options = options;
    this.#contextFree = options.embedded !== true;
    this.#bodies = new BodyReader(options);
    this.#section = new Section(this.#bodies);
    this.#graph = new GraphReader(this.#bodies, options.wanted ?? null);
    this.#fast = new FastLines(options, {
      bodies: this.#bodies,
      graph: this.#graph.fast,
      form: this.#form,
    });
  }

  line(raw: string, number: number, out: Observation[]): LineFate {
    this.#lastLine = number;
    const text = asPerfScript(raw) ?? raw;
    const damage = this.#damage.before(text);
    if (damage !== null) this.#bodies.tell(damage, out);
    const fate = this.#read(text, raw, number, out);
    if (fate === 'unknown form') this.unreadable(number);
    return fate;
  }

  unreadable(number: number): void {
    const begun = this.#contextual || this.#bare;
    if (begun && this.#options.embedded !== true) this.#damage.at(number);
  }

  #read(text: string, raw: string, number: number, out: Observation[]): LineFate {
    if (this.#graphical) {
      const fate = this.#graph.line(text, number, out);
      if (fate === 'used') this.#form.last = 'graph';
      if (fate !== null) return fate;
    }
    const traced = parseContext(text) ?? parseLatencyContext(text);
    const context = traced ?? this.#perfClock.context(text, text !== raw);
    if (context === null) return this.#other(text, number, out);
    this.#section.see(1 + gluedEntries(text.slice(context.body)));
    const weight = this.#marker.weigh(text, number, context.at);
    if (weight === 'maybe text') return 'marker';
    if (this.#contextual) this.#form.last ??= 'trace'; // Of fast lines, which note none.
    if (this.#form.changesTo(traced === null ? 'perf' : 'trace')) this.#bodies.tell(SEAM, out);
    this.#contextual = true;
    if (weight === 'all events') this.#believe(out);
    return this.#entry(text, context, number, out);
  }

  /** Reads a line that has a context. */
  #entry(text: string, context: LineContext, number: number, out: Observation[]): LineFate {
    const { at, cpu, task } = context;
    const place = { at, cpu, task: task === null ? null : this.#tasks.of(task), line: number };
    const fate = this.#body(text.slice(context.body), place, out) ?? 'unknown form';
    if (fate !== 'used' && fate !== 'stack') this.#bodies.pass(cpu);
    if (fate === 'marker') this.#marker.begin(at);
    return fate;
  }

  /** What was held for marker text turns out to be events. */
  #believe(out: Observation[]): void {
    for (const { text, number } of this.#marker.takeDoubtful()) {
      const context = parseContext(text) ?? parseLatencyContext(text);
      if (context !== null) this.#entry(text, context, number, out);
    }
  }

  fastLine(
    bytes: Uint8Array,
    start: number,
    end: number,
    number: number,
    out: Observation[],
  ): LineFate | null {
    if (!this.#graphical) return this.usualLine(bytes, start, end, number, out);
    if (this.#isDoubtful) return null;
    const fate = this.#graph.fast.line(bytes, start, end, number, out);
    if (fate === 'used') this.#form.last = 'graph';
    return fate;
  }

  usualLine(
    bytes: Uint8Array,
    start: number,
    end: number,
    number: number,
    out: Observation[],
  ): LineFate | null {
    if (this.#graphical || this.#isDoubtful) return null;
    const fate = this.#fast.line(bytes, start, end, number, out);
    if (fate === null) return null;
    const { readTo } = this.#fast;
    this.usualEnd = fate === 'used' ? readTo : bytes.indexOf(NEWLINE, readTo);
    if (this.usualEnd - start > MAX_LINE_BYTES) return null;
    if (fate !== 'used') this.#bodies.pass(this.#fast.cpu);
    this.#contextual = true;
    this.#section.see(1);
    this.#lastLine = number;
    return fate;
  }

  /** What came before says that lines may not be what they look like. */
  get #isDoubtful(): boolean {
    if (this.#damage.isOpen || (this.#isPerf && !this.#perfClock.tellsTime)) return true;
    return !this.#graphical && this.#marker.isOpen;
  }

  get #isPerf(): boolean {
    return this.#form.last === 'perf';
  }

  skimWith(kernel: SkimKernel): StepOver | null {
    const { wanted, wantedCallers = [] } = this.#options;
    if (wanted === undefined) return null;
    kernel.list(wanted, 'wanted');
    kernel.list(wantedCallers, 'caller');
    kernel.list(TELLING_EVENTS, 'telling');
    return (at, end, number) => this.#stepOver(kernel, at, end, number);
  }

  end(out: Observation[]): void {
    // Whether these were events nobody will know any more.
    const [doubtful] = this.#marker.takeDoubtful();
    if (doubtful !== undefined) {
      const place = { at: null, cpu: null, task: null, line: doubtful.number };
      this.#bodies.tell({ ...place, kind: 'lost', count: null }, out);
    }
    this.#section.close(this.#lastLine, out);
    this.#bodies.flush(out);
  }

  /** As {@link fastLine} for each line. */
  #stepOver(kernel: SkimKernel, at: number, end: number, number: number): number {
    if (this.#isDoubtful || this.#isPerf) return at;
    this.#bodies.watch(kernel.seen);
    const next = this.#graphical ? this.#graph.stepOver(kernel, at, end) : kernel.calls(at, end);
    this.#bodies.passSeen(kernel.seen);
    if (!this.#graphical && next > at) {
      const lines = kernel.functions + kernel.events;
      this.#contextual = true;
      this.#section.see(lines);
      this.#lastLine = number + lines - 1;
    }
    return next;
  }

  #body(body: string, context: Context, out: Observation[]): LineFate | null {
    const head = GRAPH_EVENT.exec(body)?.[0];
    if (head !== undefined) return this.#graph.call(body.slice(head.length), context, out);
    const fate = this.#bodies.read(body, context, out);
    if (fate !== null || !this.#isPerf) return fate;
    const count = parsePerfLoss(body);
    if (count === null) return isPerfSample(body) ? 'other event' : null;
    this.#bodies.tell({ ...context, kind: 'lost', count }, out);
    return 'used';
  }

  #other(text: string, number: number, out: Observation[]): LineFate {
    if (RECORDING.test(text)) this.#beginRecording(out);
    const annotation = parseAnnotation(text);
    if (annotation !== null) {
      this.#section.annotate(annotation, number, out);
      return annotation.fate;
    }
    if (this.#marker.covers(text)) return 'marker';
    if (isSyscall(text)) return 'other event';
    if (this.#contextual) return 'unknown form';
    const graph = this.#graphical ? null : this.#graph.line(text, number, out);
    this.#graphical = graph !== null;
    const fate = graph ?? this.#bareBody(text, number, out);
    if (fate !== 'unknown form') this.#bare = true;
    return fate;
  }

  #bareBody(text: string, number: number, out: Observation[]): LineFate {
    if (!this.#contextFree) return 'unknown form';
    const nowhere = { at: null, cpu: null, task: null, line: number };
    return this.#bodies.read(text.trim(), nowhere, out) ?? 'unknown form';
  }

  /** What it tells may have happened before, after or while what stands above it did. */
  #beginRecording(out: Observation[]): void {
    if (this.#contextual || this.#bare) this.#bodies.tell(SEAM, out);
    this.#contextual = false;
    this.#graphical = false;
    this.#bare = false;
    this.#form.last = null;
    this.#damage.forget();
  }
}
