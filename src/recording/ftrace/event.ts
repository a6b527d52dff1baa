import { parseArgs } from '../args.ts';
import type { Args } from '../observation.ts';
import { stampNanoseconds } from '../stamp.ts';

/** What stands behind the context of a line that is neither probe nor plain function. */
export type EventBody =
  | { readonly kind: 'traced'; readonly name: string; readonly fields: Args }
  /** The function tracer, as trace-cmd report prints it; `text` is its line. */
  | { readonly kind: 'function'; readonly text: string }
  /** What a user wrote into `trace_marker`. */
  | { readonly kind: 'marker'; readonly text: string }
  | { readonly kind: 'stack' }
  | { readonly kind: 'other' };

/** The trace events that tell something (include/trace/events/initcall.h, irq.h). */
const TRACED: ReadonlySet<string> = new Set([
  'initcall_level',
  'initcall_start',
  'initcall_finish',
  'softirq_entry',
]);

/** How user text is printed: by the kernel, and by trace-cmd report. */
const MARKERS: ReadonlySet<string> = new Set(['tracing_mark_write', 'print', 'raw_data']);

/** The events that are more than noise, whatever is printed behind their name. */
export const TELLING_EVENTS: ReadonlySet<string> = new Set([
  ...TRACED,
  ...MARKERS,
  'function',
  'kernel_stack',
  'user_stack',
  'funcgraph_entry',
  'funcgraph_exit',
]);

/*
 * initcall_finish: func=net_dev_init+0x0/0x24f ret=0
 * softirq_entry: vec=3 [action=NET_RX]
 */
const EVENT = /^(?:\w+:)?(\w+):(?= |$)/;
const ACTION = /\[action=(\w+)\]/;

/*
 *       task-pid    tgid           cpu       flags       stamp         event
 * text        ip-124           [001] .....     4.357090: setup_net: (setup_net+0x0/0x310)
 */
const GLUED = /-\d+ +(?:\([ \d-]+\) +)?\[\d{3,5}\] +(?:\S{4,8} +)?(\d{1,11}\.\d{6}): (\w+)/g;

const OTHER: EventBody = { kind: 'other' };
const STACK_LINE: EventBody = { kind: 'stack' };

/** Reads `name: fields`; `null` where the body has not this form. */
export function parseEvent(body: string): EventBody | null {
  const match = EVENT.exec(body);
  if (match === null) return null;
  const [head, name = ''] = match;
  if (name === 'function') return { kind: 'function', text: body.slice(head.length).trim() };
  if (MARKERS.has(name)) return { kind: 'marker', text: body.slice(head.length) };
  if (name === 'kernel_stack' || name === 'user_stack') return STACK_LINE;
  if (!TRACED.has(name)) return OTHER;
  return {
    kind: 'traced',
    name,
    fields: parseArgs(body.replace(ACTION, 'action=$1'), head.length),
  };
}

/**
 * Whether marker text may hide a real event. The kernel prints it up to a NUL and then no newline,
 * so the next event, which is no older, lands on the same line. Text can imitate that: such a line
 * is no evidence of anything, but of a possible loss.
 */
export function imitatesEvent(text: string, at: number | null): boolean {
  for (const [, stamp = '', name = ''] of text.matchAll(GLUED)) {
    const older = at !== null && (stampNanoseconds(stamp) ?? at) < at;
    if (!older && !MARKERS.has(name)) return true;
  }
  return false;
}

/** How many entries stand behind the first one on a line, be they forged or not. */
export function gluedEntries(body: string): number {
  return [...body.matchAll(GLUED)].length;
}
