import type { LineFate } from '../decoder.ts';
import type { Args, Context, Observation } from '../observation.ts';
import type { BodyReader } from './body.ts';
import { closeFrom, type Flow, type Flows, type Frame } from './flows.ts';
import type { GraphBody } from './graph-body.ts';
import { entered, returned } from './observations.ts';

/** Columns each call is indented (trace_functions_graph.c: TRACE_GRAPH_INDENT). */
const INDENT = 2;

type Call = Extract<GraphBody, { readonly kind: 'enter' | 'leaf' }>;
type Exit = Extract<GraphBody, { readonly kind: 'exit' }>;

/** Where a call stands, and how long it took. */
interface Place {
  readonly context: Context;
  readonly depth: number;
  readonly duration: number | null;
  readonly flow: Flow;
}

/** How deep a call is that stands so many columns from the left. */
export function depthOf(indent: number): number {
  return Math.floor(indent / INDENT);
}

/** Tells the calls of a graph, and follows which of them are open. */
export class GraphCalls {
  readonly #bodies: BodyReader;
  readonly #flows: Flows;

  constructor(bodies: BodyReader, flows: Flows) {
    this.#bodies = bodies;
    this.#flows = flows;
  }

  /** Adds what a line says: `indent` columns stand before it, it took so many nanoseconds. */
  tell(
    body: GraphBody,
    context: Context,
    indent: number,
    duration: number | null,
    out: Observation[],
  ): LineFate {
    const depth = depthOf(indent);
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
    closeFrom(flow, depth);
    const fn = call.fn === null ? null : this.#bodies.name(call.fn);
    flow.push({ fn, depth });
    return this.#entered(fn, call, place, out);
  }

  #leaf(call: Call, place: Place, out: Observation[]): LineFate {
    const { context, depth, duration, flow } = place;
    closeFrom(flow, depth);
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
    closeFrom(flow, depth + 1);
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

const NO_RESULT: Args = {};

function resultArgs(ret: string | null): Args {
  return ret === null ? NO_RESULT : { ret };
}
