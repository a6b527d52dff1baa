import type { LineFate } from '../decoder.ts';
import type { Args, Context, Observation } from '../observation.ts';
import type { BodyReader } from './body.ts';
import { type Flow, Flows } from './flows.ts';
import { type GraphBody, parseGraphBody } from './graph-body.ts';
import { parseColumns, parseReportedDuration, parseSwitch } from './graph-line.ts';

/** Columns each call is indented (trace_functions_graph.c: TRACE_GRAPH_INDENT). */
const INDENT = 2;
const RULE = /^ {0,4}-{20,}\s*$/;
const SPACE = 32;

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

  constructor(bodies: BodyReader) {
    this.#bodies = bodies;
  }

  /** Reads a line with its own columns; `null` where it is no line of a graph. */
  line(text: string, line: number, out: Observation[]): LineFate | null {
    if (RULE.test(text)) return 'separator';
    const change = parseSwitch(text);
    if (change !== null) {
      this.#flows.change(change.cpu, change.from, change.to);
      return 'separator';
    }
    const { at, cpu, task, duration, rest } = parseColumns(text);
    const body = parseGraphBody(text.slice(skipIndent(text, rest)));
    if (body === null) return null;
    const context = { at, cpu, task: task ?? this.#flows.taskOn(cpu), line };
    return this.#read(body, context, indentOf(text, rest), duration, out);
  }

  /** Reads a call as trace-cmd report prints it, behind a context of its own. */
  call(body: string, context: Context, out: Observation[]): LineFate | null {
    const column = parseReportedDuration(body);
    if (column === null) return null;
    const { duration, end } = column;
    const call = parseGraphBody(body.slice(skipIndent(body, end)));
    return call === null ? null : this.#read(call, context, indentOf(body, end), duration, out);
  }

  #read(
    body: GraphBody,
    context: Context,
    indent: number,
    duration: number | null,
    out: Observation[],
  ): LineFate {
    const depth = Math.floor(indent / INDENT);
    const flow = this.#flows.of(context.cpu, context.task, depth);
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

  #enter({ fn, caller, args }: Call, place: Place, out: Observation[]): LineFate {
    const { context, depth, flow } = place;
    forget(flow, depth);
    flow.push({ fn, depth });
    if (fn === null) return 'unresolved address';
    return this.#bodies.entered(fn, { ...context, caller, args, depth }, out);
  }

  #leaf(call: Call, place: Place, out: Observation[]): LineFate {
    const { context, depth, duration, flow } = place;
    forget(flow, depth);
    if (call.fn === null) return 'unresolved address';
    const { caller, args } = call;
    const fate = this.#bodies.entered(call.fn, { ...context, caller, args, depth }, out);
    const at = context.at === null || duration === null ? context.at : context.at + duration;
    const end = { ...context, at, args: resultArgs(call.ret), depth, duration };
    this.#bodies.returned(call.fn, end, out);
    return fate;
  }

  #exit(exit: Exit, place: Place, out: Observation[]): LineFate {
    const { context, depth, duration, flow } = place;
    forget(flow, depth + 1);
    const frame = flow.at(-1)?.depth === depth ? flow.pop() : undefined;
    if (frame?.fn === null) return 'unresolved address';
    const fn = exit.fn ?? frame?.fn;
    if (fn === undefined) return 'unmatched end';
    return this.#bodies.returned(
      fn,
      { ...context, args: resultArgs(exit.ret), depth, duration },
      out,
    );
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
