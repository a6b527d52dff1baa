import type { DecoderOptions, LineFate } from '../decoder.ts';
import { Interner } from '../intern.ts';
import type { Context, Observation } from '../observation.ts';
import { type CallEnd, CallMerger, type Witness } from './call-merger.ts';
import { imitatesEvent, parseEvent } from './event.ts';
import { type FunctionCall, parseFunction } from './function.ts';
import { parseProbe } from './kprobe.ts';

/** Longest run of folded calls (func-no-repeats) that is told one by one. */
const MOST_REPEATS = 64;

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
type Entry = Without<Extract<CallEnd, { readonly kind: 'entered' }>, 'kind' | 'fn'>;
type Return = Without<Extract<CallEnd, { readonly kind: 'returned' }>, 'kind' | 'fn'>;

/**
 * Reads what stands behind the context of a trace line: a probe event, a trace event or a call.
 * The same text appears behind the stamps of dmesg (`tp_printk`) and in comments of a graph.
 */
export class BodyReader {
  readonly #wanted: ReadonlySet<string> | null;
  readonly #wantedCallers: ReadonlySet<string>;
  readonly #names = new Interner();
  readonly #merger = new CallMerger();

  constructor(options: DecoderOptions) {
    this.#wanted = options.wanted ?? null;
    this.#wantedCallers = options.wantedCallers ?? new Set();
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
    if (probe !== null) {
      const { kind, fn, args } = probe;
      if (kind === 'inner') return 'inner probe';
      if (kind === 'entered') {
        return this.entered(fn, { ...context, caller: null, args, depth: null }, out, 'probe');
      }
      return this.returned(fn, { ...context, args, depth: null, duration: null }, out, 'probe');
    }
    const event = parseEvent(body);
    if (event === null) return null;
    switch (event.kind) {
      case 'function':
        return this.read(event.text, context, out);
      case 'traced':
        this.tell({ ...context, kind: 'traced', name: event.name, fields: event.fields }, out);
        return 'used';
      case 'marker':
        if (!imitatesEvent(event.text, context.at)) return 'marker';
        this.tell({ ...context, kind: 'lost', count: null }, out);
        return 'used';
      case 'stack':
        return 'stack';
      case 'other':
        return 'other event';
      default:
        return event satisfies never;
    }
  }

  /** `fn` was entered, as `witness` saw. */
  entered(fn: string, entry: Entry, out: Observation[], witness: Witness = 'tracer'): LineFate {
    const name = this.#names.of(fn);
    const { caller } = entry;
    if (!this.#isWanted(name) && (caller === null || !this.#wantedCallers.has(caller))) {
      return 'other function';
    }
    const known = caller === null ? null : this.#names.of(caller);
    this.#merger.call({ ...entry, kind: 'entered', fn: name, caller: known }, witness, out);
    return 'used';
  }

  /** `fn` returned, as `witness` saw. */
  returned(fn: string, end: Return, out: Observation[], witness: Witness = 'tracer'): LineFate {
    const name = this.#names.of(fn);
    if (!this.#isWanted(name)) return 'other function';
    this.#merger.call({ ...end, kind: 'returned', fn: name }, witness, out);
    return 'used';
  }

  /** Adds what is no call, in its place. */
  tell(observation: Observation, out: Observation[]): void {
    this.#merger.tell(observation, out);
  }

  /** A line that says nothing of interest went by on `cpu`. */
  pass(cpu: number | null): void {
    this.#merger.settle(cpu, false);
  }

  /** Adds what was held back. */
  flush(out: Observation[]): void {
    this.#merger.flush(out);
  }

  #isWanted(fn: string): boolean {
    return this.#wanted === null || this.#wanted.has(fn);
  }

  #call(call: FunctionCall, context: Context, out: Observation[]): LineFate {
    if (call.fn === null) return 'unresolved address';
    const { fn, caller, args, times } = call;
    let fate: LineFate = 'used';
    for (let told = 0; told < Math.min(times, MOST_REPEATS); told += 1) {
      fate = this.entered(fn, { ...context, caller, args, depth: null }, out);
    }
    if (times > MOST_REPEATS && fate === 'used') {
      this.tell({ ...context, kind: 'lost', count: times - MOST_REPEATS }, out);
    }
    return fate;
  }
}
