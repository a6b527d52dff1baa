import { stampNanoseconds } from '../stamp.ts';

/** The left half of an ftrace line: who, where, when; and where the right half begins. */
export interface LineContext {
  /** `comm-pid`; `null` where a tool was told to leave it out, as for the CPU. */
  readonly task: string | null;
  readonly cpu: number | null;
  /** Integer nanoseconds; `null` where the trace clock counts something else. */
  readonly at: number | null;
  /** Index of the first character after the context. */
  readonly body: number;
}

/*
 * kernel/trace/trace_output.c: trace_print_context. The task stands right-aligned in 16 columns,
 * so a task name that imitates a context is told apart by its place.
 *
 *             task          tgid?            cpu    flags?     stamp
 *           ip-206     (    206) [001] d..1.     1.950970: ops_init <-setup_net
 *       <idle>-0       [000] 1234567: net_dev_init <-do_one_initcall
 *
 * trace-cmd report prints the same, without flags or with, and may insert `(+44)` (--ts-diff).
 */
const REST =
  /-(\d{1,10})\s+(?:\( *(?:\d+|-+)\) +)?\[(\d{1,5})\] +(?:[.dDbX]\S{3,7} +)?(\d{1,11}\.\d{1,9}|\d{1,20})(?:: +\(\+?\d+\)| +\(\+?\d+\):|:) +/y;
const PADDED = 16;
const LONGEST_COMM = 16;

/** Reads the context of a line; `null` where it has none of this shape. */
export function parseContext(text: string): LineContext | null {
  if (text.charCodeAt(PADDED) === 45) {
    const context = contextAt(text, PADDED);
    if (context !== null) return context;
  }
  const first = text.search(/\S/);
  if (first === -1) return null;
  const last = first + LONGEST_COMM;
  for (let dash = text.indexOf('-', first); dash !== -1 && dash <= last; ) {
    const context = contextAt(text, dash);
    if (context !== null) return context;
    dash = text.indexOf('-', dash + 1);
  }
  return null;
}

function contextAt(text: string, dash: number): LineContext | null {
  REST.lastIndex = dash;
  const match = REST.exec(text);
  if (match === null) return null;
  const [, pid = '', cpu = '', stamp = ''] = match;
  return {
    task: text.slice(0, dash + 1 + pid.length).trimStart(),
    cpu: Number(cpu),
    at: stampNanoseconds(stamp),
    body: REST.lastIndex,
  };
}
