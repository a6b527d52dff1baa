import { parseArgs } from '../args.ts';
import type { DecoderOptions, LineFate } from '../decoder.ts';
import { Interner } from '../intern.ts';
import type { Context, Observation } from '../observation.ts';
import { CallMerger, type Witness } from './call-merger.ts';
import { imitatesEvent, parseEvent } from './event.ts';
import { parseFunction } from './function.ts';
import { type ProbeHit, parseProbe } from './kprobe.ts';
import { type CallEnd, entered, returned, traced } from './observations.ts';

/** Longest run of folded calls (func-no-repeats) that is told one by one. */
const MOST_REPEATS = 64;
/** What all events begin with, and no call: a name and a colon. */
const NAMED = /^[\w:]+:(?: |$)/;
const STACK = /^(?:=> |<(?:user )?stack trace>)/;

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
    if (NAMED.test(body)) return this.readEvent(body, context, out);
    return STACK.test(body) ? 'stack' : this.#function(body, context, out);
  }

  /** Reads a body of the form `name: …`; `null` where it has not this form. */
  readEvent(body: string, context: Context, out: Observation[]): LineFate | null {
    const probe = parseProbe(body);
    if (probe !== null) return this.#probe(probe, body, context, out);
    const event = parseEvent(body);
    if (event === null) return null;
    switch (event.kind) {
      case 'function':
        return this.#function(event.text, context, out);
      case 'traced':
        this.tell(traced(context, event.name, event.fields), out);
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

  /** The one string for a function's name. */
  name(fn: string): string {
    return this.#names.of(fn);
  }

  /** Whether anybody asked for the calls of `fn`, or for those that `caller` makes. */
  isWanted(fn: string, caller: string | null): boolean {
    if (this.#wanted === null || this.#wanted.has(fn)) return true;
    return caller !== null && this.#wantedCallers.has(caller);
  }

  /** Adds one end of a call, as `witness` saw it. */
  call(end: CallEnd, witness: Witness, out: Observation[]): void {
    this.#merger.call(end, witness, out);
  }

  /** Adds what is no call, in its place. */
  tell(observation: Observation, out: Observation[]): void {
    this.#merger.tell(observation, out);
  }

  /** A line that says nothing of interest went by on `cpu`. */
  pass(cpu: number | null): void {
    this.#merger.settle(cpu, false);
  }

  /** Lines that say nothing of interest may go by now; where they do, is marked in `seen`. */
  watch(seen: Uint8Array): void {
    this.#merger.watch(seen);
  }

  /** They went by on the CPUs that are marked in `seen`. */
  passSeen(seen: Readonly<Uint8Array>): void {
    this.#merger.settleSeen(seen);
  }

  /** Adds what was held back. */
  flush(out: Observation[]): void {
    this.#merger.flush(out);
  }

  #probe(probe: ProbeHit, body: string, context: Context, out: Observation[]): LineFate {
    const fn = this.#names.of(probe.fn);
    if (!this.isWanted(fn, null)) return 'other function';
    if (probe.kind === 'inner') return 'inner probe';
    const args = parseArgs(body, probe.args);
    const end =
      probe.kind === 'entered'
        ? entered(context, fn, null, args, null)
        : returned(context, fn, args, null, null);
    this.#merger.call(end, 'probe', out);
    return 'used';
  }

  #function(body: string, context: Context, out: Observation[]): LineFate | null {
    const call = parseFunction(body);
    if (call === null) return null;
    if (call.fn === null) return 'unresolved address';
    const { args, times } = call;
    const fn = this.#names.of(call.fn);
    const caller = call.caller === null ? null : this.#names.of(call.caller);
    if (!this.isWanted(fn, caller)) return 'other function';
    for (let told = 0; told < Math.min(times, MOST_REPEATS); told += 1) {
      this.#merger.call(entered(context, fn, caller, args, null), 'tracer', out);
    }
    if (times > MOST_REPEATS) {
      this.tell({ ...context, kind: 'lost', count: times - MOST_REPEATS }, out);
    }
    return 'used';
  }
}
