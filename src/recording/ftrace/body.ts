import type { DecoderOptions, LineFate } from '../decoder.ts';
import { Interner } from '../intern.ts';
import type { Context, Observation } from '../observation.ts';
import { imitatesEvent, parseEvent } from './event.ts';
import { type FunctionCall, parseFunction } from './function.ts';
import { type ProbeHit, parseProbe } from './kprobe.ts';

/** Longest run of folded calls (func-no-repeats) that is told one by one. */
const MOST_REPEATS = 64;

/**
 * Reads what stands behind the context of a trace line: a probe event, a trace event or a call.
 * The same text appears behind the stamps of dmesg (`tp_printk`) and in comments of a graph.
 */
export class BodyReader {
  readonly #wanted: ReadonlySet<string> | null;
  readonly #names = new Interner();

  constructor(options: DecoderOptions) {
    this.#wanted = options.wanted ?? null;
  }

  /** The one string for a function's name; `null` where nobody asked for the function. */
  name(fn: string): string | null {
    const name = this.#names.of(fn);
    return this.#wanted === null || this.#wanted.has(name) ? name : null;
  }

  /** Reads any body; `null` where it has no known form. */
  read(body: string, context: Context, out: Observation[]): LineFate | null {
    const told = this.readEvent(body, context, out);
    if (told !== null) return told;
    const call = parseFunction(body);
    return call === null ? null : this.#call(call, context, out);
  }

  /** Reads a body of the form `name: …`; `null` where it has not this form. */
  readEvent(body: string, context: Context, out: Observation[]): LineFate | null {
    const probe = parseProbe(body);
    if (probe !== null) return this.#probe(probe, context, out);
    const event = parseEvent(body);
    if (event === null) return null;
    switch (event.kind) {
      case 'function':
        return this.read(event.text, context, out);
      case 'traced':
        out.push({ ...context, kind: 'traced', name: event.name, fields: event.fields });
        return 'used';
      case 'marker':
        if (!imitatesEvent(event.text, context.at)) return 'marker';
        out.push({ ...context, kind: 'lost', count: null });
        return 'used';
      case 'stack':
        return 'stack';
      case 'other':
        return 'other event';
      default:
        return event satisfies never;
    }
  }

  #probe(probe: ProbeHit, context: Context, out: Observation[]): LineFate {
    const fn = this.name(probe.fn);
    if (fn === null) return 'other function';
    const { args } = probe;
    switch (probe.kind) {
      case 'inner':
        return 'inner probe';
      case 'entered':
        out.push({ ...context, kind: 'entered', fn, caller: null, args, depth: null });
        return 'used';
      case 'returned':
        out.push({ ...context, kind: 'returned', fn, args, depth: null, duration: null });
        return 'used';
      default:
        return probe.kind satisfies never;
    }
  }

  #call(call: FunctionCall, context: Context, out: Observation[]): LineFate {
    if (call.fn === null) return 'unresolved address';
    const fn = this.name(call.fn);
    if (fn === null) return 'other function';
    const caller = call.caller === null ? null : this.#names.of(call.caller);
    const { args } = call;
    for (let told = 0; told < Math.min(call.times, MOST_REPEATS); told += 1) {
      out.push({ ...context, kind: 'entered', fn, caller, args, depth: null });
    }
    if (call.times > MOST_REPEATS) {
      out.push({ ...context, kind: 'lost', count: call.times - MOST_REPEATS });
    }
    return 'used';
  }
}
