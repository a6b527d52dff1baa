import { SPACE } from '../ascii.ts';
import type { LineFate } from '../decoder.ts';
import { Interner } from '../intern.ts';
import type { Args, Context, Observation } from '../observation.ts';
import type { SkimKernel } from '../skim/kernel.ts';
import type { BodyReader } from './body.ts';
import { FastGraphLine, type GraphStep } from './fast-graph-line.ts';
import { type Flow, Flows, type Frame, NOISE, noiseAt } from './flows.ts';
import { type GraphBody, parseGraphBody } from './graph-body.ts';
import { parseColumns, parseReportedDuration, parseSwitch } from './graph-line.ts';
import { LentFlows } from './lent-flows.ts';
import { entered, returned } from './observations.ts';

/** Columns each call is indented (trace_functions_graph.c: TRACE_GRAPH_INDENT). */
const INDENT = 2;
/** A rule around a change of tasks, or what the option funcgraph-overrun adds to a return. */
const RULE = /^ {0,4}(?:-{20,}|\(Overruns: \d+\))\s*$/;

type Call = Extract<GraphBody, { readonly kind: 'enter' | 'leaf' }>;
type Exit = Extract<GraphBody, { readonly kind: 'exit' }>;

/** Where a call stands, and how long it took. */
interface Place {
  readonly context: Context;
  readonly depth: number;
  readonly duration: number | null;
  readonly flow: Flow;
}

/** Whether a line can only be function_graph's: it has columns, and a call behind them. */
export function isGraphLine(text: string): boolean {
  const { columns, rest } = parseColumns(text);
  return columns > 0 && parseGraphBody(text.slice(skipIndent(text, rest))) !== null;
}

/**
 * Reads the lines of function_graph: what is entered and returned from, how deep, in which task.
 *
 * Limits of the text: user text written to `trace_marker` appears as a bare comment, so it can
 * imitate a probe event; where no column names the CPU, the calls of all CPUs look like one flow.
 */
export class GraphReader {
  readonly #bodies: BodyReader;
  readonly #flows = new Flows();
  readonly #tasks = new Interner();
  readonly #fast: FastGraphLine;
  /** By CPU: the calls open there, as long as only fast lines come. */
  readonly #fastFlows: (Flow | undefined)[] = [];

  constructor(bodies: BodyReader, wanted: ReadonlySet<string> | null) {
    this.#bodies = bodies;
    this.#fast = new FastGraphLine(wanted);
  }

  /** The fast twin of {@link line}: calls nobody asked for are followed and no more. */
  fastLine(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    out: Observation[],
  ): LineFate | null {
    const step = this.#fast.read(bytes, start, end);
    if (step === null) return null;
    if (step === 'comment') return this.#fastBody(step, bytes, end, line, out);
    const { cpu, indent } = this.#fast;
    const depth = Math.floor(indent / INDENT);
    const flow = this.#fastFlows[cpu] ?? this.#flowOn(cpu);
    if (!this.#isNoise(step, flow, depth)) return this.#fastBody(step, bytes, end, line, out);
    if (step === 'exit') flow.pop();
    if (step === 'enter') flow.push(noiseAt(depth));
    this.#bodies.pass(cpu);
    return 'other function';
  }

  /** Steps over lines, as {@link fastLine} for each: the start of the first that has to be read. */
  stepOver(kernel: SkimKernel, start: number, end: number): number {
    const lent = new LentFlows(kernel);
    let at = start;
    while (at < end) {
      at = kernel.graph(at, end);
      const { unready } = kernel;
      if (unready === -1 || this.#flows.isFull) break;
      if (!lent.lend(unready, this.#flows.of(unready, null))) break;
    }
    lent.takeBack();
    return at;
  }

  /** Reads a line with its own columns; `null` where it is no line of a graph. */
  line(text: string, line: number, out: Observation[]): LineFate | null {
    this.#fastFlows.length = 0;
    if (RULE.test(text)) return 'separator';
    const change = parseSwitch(text);
    if (change !== null) {
      this.#flows.change(change.cpu, change.from, change.to);
      return 'separator';
    }
    const { at, cpu, task, duration, rest } = parseColumns(text);
    const body = parseGraphBody(text.slice(skipIndent(text, rest)));
    if (body === null) return null;
    const known = task === null ? this.#flows.taskOn(cpu) : this.#tasks.of(task);
    const context = { at, cpu, task: known, line };
    const fate = this.#read(body, context, indentOf(text, rest), duration, out);
    if (fate !== 'used') this.#bodies.pass(cpu);
    return fate;
  }

  /** Reads a call as trace-cmd report prints it, behind a context of its own. */
  call(body: string, context: Context, out: Observation[]): LineFate | null {
    const column = parseReportedDuration(body);
    if (column === null) return null;
    const { duration, end } = column;
    const call = parseGraphBody(body.slice(skipIndent(body, end)));
    return call === null ? null : this.#read(call, context, indentOf(body, end), duration, out);
  }

  /** Whether nobody asked for the call that begins or ends; what it shows to be over, is. */
  #isNoise(step: GraphStep, flow: Flow, depth: number): boolean {
    forget(flow, step === 'exit' ? depth + 1 : depth);
    if (step !== 'exit') return !this.#fast.mayBeWanted;
    const frame = flow.at(-1);
    return frame?.depth === depth && frame.fn === NOISE;
  }

  /** What the line just read says, told as by {@link line}: somebody may have asked for it. */
  #fastBody(
    step: GraphStep,
    bytes: Uint8Array,
    end: number,
    line: number,
    out: Observation[],
  ): LineFate | null {
    const { cpu, indent } = this.#fast;
    const duration = this.#fast.duration(bytes);
    if (duration === undefined) return null;
    this.#fastFlows.length = 0;
    const context = { at: null, cpu, task: this.#flows.taskOn(cpu), line };
    const fate = this.#read(this.#fast.body(step, bytes, end), context, indent, duration, out);
    if (fate !== 'used') this.#bodies.pass(cpu);
    return fate;
  }

  #flowOn(cpu: number): Flow {
    const flow = this.#flows.of(cpu, null);
    // A new one may have driven the others out.
    if (flow.length === 0) this.#fastFlows.length = 0;
    this.#fastFlows[cpu] = flow;
    return flow;
  }

  #read(
    body: GraphBody,
    context: Context,
    indent: number,
    duration: number | null,
    out: Observation[],
  ): LineFate {
    const depth = Math.floor(indent / INDENT);
    const flow = this.#flows.of(context.cpu, context.task);
    const place = { context, depth, duration, flow };
    switch (body.kind) {
      case 'arrow':
        return 'separator';
      case 'comment':
        return this.#bodies.readEvent(body.text, context, out) ?? 'other event';
      case 'enter':
        return this.#enter(body, place, out);
      case 'leaf':
        return this.#leaf(body, place, out);
      case 'exit':
        return this.#exit(body, place, out);
      default:
        return body satisfies never;
    }
  }

  #enter(call: Call, place: Place, out: Observation[]): LineFate {
    const { depth, flow } = place;
    forget(flow, depth);
    const fn = call.fn === null ? null : this.#bodies.name(call.fn);
    flow.push({ fn, depth });
    return this.#entered(fn, call, place, out);
  }

  #leaf(call: Call, place: Place, out: Observation[]): LineFate {
    const { context, depth, duration, flow } = place;
    forget(flow, depth);
    const fn = call.fn === null ? null : this.#bodies.name(call.fn);
    const fate = this.#entered(fn, call, place, out);
    if (fn === null || !this.#bodies.isWanted(fn, null)) return fate;
    const at = context.at === null || duration === null ? context.at : context.at + duration;
    const end = returned({ ...context, at }, fn, resultArgs(call.ret), depth, duration);
    this.#bodies.call(end, 'tracer', out);
    return fate;
  }

  #entered(fn: string | null, call: Call, place: Place, out: Observation[]): LineFate {
    if (fn === null) return 'unresolved address';
    const { caller, args } = call;
    if (!this.#bodies.isWanted(fn, caller)) return 'other function';
    this.#bodies.call(entered(place.context, fn, caller, args, place.depth), 'tracer', out);
    return 'used';
  }

  #exit(exit: Exit, place: Place, out: Observation[]): LineFate {
    const { context, depth, duration, flow } = place;
    forget(flow, depth + 1);
    const frame = flow.at(-1)?.depth === depth ? flow.pop() : this.#elsewhere(exit, depth);
    if (frame?.fn === null) return 'unresolved address';
    const fn = exit.fn === null ? frame?.fn : this.#bodies.name(exit.fn);
    if (fn === undefined) return 'unmatched end';
    if (!this.#bodies.isWanted(fn, null)) return 'other function';
    const end = returned(context, fn, resultArgs(exit.ret), depth, duration);
    this.#bodies.call(end, 'tracer', out);
    return 'used';
  }

  #elsewhere(exit: Exit, depth: number): Frame | undefined {
    return exit.fn === null ? this.#flows.closeElsewhere(depth) : undefined;
  }
}

/** Calls as deep or deeper are over, though the log lost their ends. */
function forget(flow: Flow, depth: number): void {
  while ((flow.at(-1)?.depth ?? -1) >= depth) flow.pop();
}

const NO_RESULT: Args = {};

function resultArgs(ret: string | null): Args {
  return ret === null ? NO_RESULT : { ret };
}

function indentOf(text: string, start: number): number {
  return skipIndent(text, start) - start;
}

function skipIndent(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
}
