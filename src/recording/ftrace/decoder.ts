import type { DecoderOptions, LineDecoder, LineFate } from '../decoder.ts';
import { Interner } from '../intern.ts';
import type { Context, Observation } from '../observation.ts';
import { type Annotation, parseAnnotation } from './annotation.ts';
import { BodyReader } from './body.ts';
import { parseContext } from './context.ts';
import { GraphReader } from './graph.ts';
import { parseLatencyContext } from './latency.ts';

/** How trace-cmd report introduces a line of function_graph. */
const GRAPH_EVENT = /^funcgraph_(?:entry|exit):/;

/**
 * Decodes what `trace`, `trace_pipe` and trace-cmd report print: function tracer, function_graph,
 * probe events and trace events, in any mixture and with any printing options.
 */
export class FtraceDecoder implements LineDecoder {
  readonly #bodies: BodyReader;
  readonly #graph: GraphReader;
  readonly #tasks = new Interner();
  /** Whether a line with a context was seen: from then on text without one is no event. */
  #contextual = false;

  constructor(options: DecoderOptions = {}) {
    this.#bodies = new BodyReader(options);
    this.#graph = new GraphReader(this.#bodies);
  }

  line(text: string, number: number, out: Observation[]): LineFate {
    const context = parseContext(text) ?? parseLatencyContext(text);
    if (context === null) return this.#other(text, number, out);
    this.#contextual = true;
    const { at, cpu } = context;
    const place = { at, cpu, task: this.#tasks.of(context.task), line: number };
    const fate = this.#body(text.slice(context.body), place, out) ?? 'unknown form';
    if (fate !== 'used' && fate !== 'stack') this.#bodies.pass(cpu);
    return fate;
  }

  end(out: Observation[]): void {
    this.#bodies.flush(out);
  }

  #body(body: string, context: Context, out: Observation[]): LineFate | null {
    const head = GRAPH_EVENT.exec(body)?.[0];
    if (head === undefined) return this.#bodies.read(body, context, out);
    return this.#graph.call(body.slice(head.length), context, out);
  }

  #other(text: string, number: number, out: Observation[]): LineFate {
    const annotation = parseAnnotation(text);
    if (annotation !== null) {
      this.#annotate(annotation, number, out);
      return annotation.fate;
    }
    if (this.#contextual) return 'unknown form';
    const graph = this.#graph.line(text, number, out);
    if (graph !== null) return graph;
    const nowhere = { at: null, cpu: null, task: null, line: number };
    return this.#bodies.read(text.trim(), nowhere, out) ?? 'unknown form';
  }

  #annotate({ lost, cpus }: Annotation, line: number, out: Observation[]): void {
    const context = { at: null, cpu: null, task: null, line };
    if (cpus !== null) this.#bodies.tell({ ...context, kind: 'described', cpus }, out);
    if (lost === null) return;
    this.#bodies.tell({ ...context, kind: 'lost', cpu: lost.cpu, count: lost.count }, out);
  }
}
