import type { Args } from '../observation.ts';
import { isAddress, plainName } from '../symbol.ts';

/** What a line of the function tracer says. */
export interface FunctionCall {
  /** `null` where the kernel printed an address. */
  readonly fn: string | null;
  readonly caller: string | null;
  readonly args: Args;
  /** How often the call was made: more than once where func-no-repeats folded lines. */
  readonly times: number;
}

/*
 * kernel/trace/trace_output.c: trace_fn_trace, seq_print_sym; with the options sym-offset,
 * sym-addr, func-args, func-no-repeats. trace-cmd report prints a double dash.
 *
 * function       offset        module  address     args   parent (in the same form)   repeats
 * ops_init+0x0/0x110 [sit] <ffffffff81a0>(net=0xff, n=3) <-setup_net+0xaf/0x1c0 (repeats: 2, …)
 * ops_init <-- setup_net
 */
const CALL =
  /^(?<fn>[A-Za-z_][\w.$]*|0x[\da-f]+)(?:\+0x[\da-f]+\/0x[\da-f]+)?(?: \[[^\]]*\])?(?: <[\da-f]+>)?(?:\((?<args>.*)\))?(?: <-(?:- )?(?<caller>[\w.$]+)(?:\+0x[\da-f]+\/0x[\da-f]+)?(?: \[[^\]]*\])?(?: <[\da-f]+>)?)?(?: \(repeats: (?<repeats>\d+), last_ts: *[\d.]+\))?\s*$/s;
/** trace-cmd report -R: `function: ip=ops_init parent_ip=setup_net`. */
const RAW_CALL = /^ip=(?<fn>\S+) parent_ip=(?<caller>\S+)$/;

const NO_ARGS: Args = {};

/** Reads the body of a function tracer line; `null` where it is none. */
export function parseFunction(body: string): FunctionCall | null {
  const groups = (CALL.exec(body) ?? RAW_CALL.exec(body))?.groups;
  if (groups === undefined) return null;
  const { fn = '', caller, args, repeats } = groups;
  return {
    fn: isAddress(fn) ? null : plainName(fn),
    caller: caller === undefined || isAddress(caller) ? null : plainName(caller),
    args: args === undefined ? NO_ARGS : parseCallArgs(args),
    times: repeats === undefined ? 1 : Number(repeats),
  };
}

/** Reads `dev=0xffff, n=3`, as func-args and funcgraph-args print it. */
export function parseCallArgs(text: string): Args {
  if (text === '') return NO_ARGS;
  const args: Record<string, string> = {};
  for (const part of text.split(', ')) {
    const equals = part.indexOf('=');
    if (equals > 0) args[part.slice(0, equals)] = part.slice(equals + 1);
  }
  return args;
}
