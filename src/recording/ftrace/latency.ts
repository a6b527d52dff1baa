import { stampNanoseconds } from '../stamp.ts';
import type { LineContext } from './context.ts';

/*
 * The option latency-format, and every ftrace dump in a console log
 * (kernel/trace/trace_output.c: trace_print_lat_context); trace-cmd report -l with seconds.
 *
 *      task    cpu flags   stamp    mark
 *       ip-206   0d..1.    69825us+: ops_init <-setup_net
 *      ip-206    0.....  1.950970: function: ops_init <-- setup_net
 */
const COMPACT =
  /^\s*(\S.{0,15}?-\d{1,10}) +(\d{1,5})([.dDbX]\S{3,7}) +(\d{1,11}\.\d{1,9}|\d{1,20})(us)?[ +!#*@$]?: /s;

/*
 * With the option verbose:
 *
 *    comm     pid   cpu    flags    index    [raw stamp]      since start   since last
 *    ip       206   0 0 00000001 0000002a [00000c8f2a5b] 69.825ms (+0.041ms): ops_init <-setup_net
 */
const VERBOSE =
  /^\s*(\S.{0,15}?) +(\d{1,10}) +(\d{1,5}) \d+ [\da-f]{8} [\da-f]{8,16} (?:\[[\da-f]+\] (-?\d{1,15})\.(\d{3})ms \(\+-?\d+\.\d{3}ms\)|-?\d+ \(\+-?\d+\)): /s;

/** Reads the context of a line in latency format; `null` where it has not this form. */
export function parseLatencyContext(text: string): LineContext | null {
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [head, task = '', cpu = '', , stamp = '', micro] = compact;
    const at = micro === undefined ? stampNanoseconds(stamp) : Math.round(Number(stamp) * 1e3);
    return { task, cpu: Number(cpu), at, body: head.length };
  }
  const verbose = VERBOSE.exec(text);
  if (verbose === null) return null;
  const [head, comm = '', pid = '', cpu = '', ms, us] = verbose;
  const at = ms === undefined || us === undefined ? null : Number(ms) * 1e6 + Number(us) * 1e3;
  return { task: `${comm}-${pid}`, cpu: Number(cpu), at, body: head.length };
}
