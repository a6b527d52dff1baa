import { stampNanoseconds } from '../stamp.ts';
import { type Priority, priorityNamed, priorityOf, UNKNOWN_PRIORITY } from './level.ts';
import { ctimeNanoseconds, isoNanoseconds } from './wall-clock.ts';

/** What stands in front of a kernel message. */
export interface Prefix extends Priority {
  /** Integer nanoseconds; `null` where the format shows no time of the record. */
  readonly at: number | null;
  readonly cpu: number | null;
  /** `<...>-pid` with CONFIG_PRINTK_CALLER, which names no comm. */
  readonly task: string | null;
  /** Index of the first character of the message. */
  readonly message: number;
}

/*
 * priority          dmesg -r, syslog(2): <7>   dmesg -x: kern  :debug :
 * stamp             [    1.331098]   -d: [   20.603475 <    3.030137>]
 * no stamp of ours  -e: [Nov22 09:06] [  +3.030137]   --time-format=delta: [<    3.030137>]
 * wall clock        -T: [Sun Nov 22 09:06:04 2026]   iso: 2026-11-22T09:06:04,603475+00:00
 * caller            [    T1] a task, [    C0] a CPU; dmesg (sys-utils/dmesg.c: print_record, and
 *                   what dmesg -S leaves as it is) puts a space in front, and pads as it likes
 */
const RAW = /<(\d{1,4})>/y;
const DECODED = /([a-z]+\d?) *:([a-z]+) *: /y;
const STAMP = /\[ *(\d{1,11}\.\d{6})(?: <[ +-]*\d+\.\d{6}>)?\]/y;
const RELATIVE = /\[(?: *[+-]\d+\.\d{6}|< *[+-]?\d+\.\d{6}>|[A-Z][a-z]{2} ?\d{1,2} \d\d:\d\d)\]/y;
const CTIME = /\[([A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \d{4})\]/y;
const ISO = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{6}[+-]\d\d:\d\d)/y;
const CALLER = /\[ *([TC])(\d{1,10})\](?: |$)/y;

/** The console pads seconds to five columns (kernel/printk/printk.c: print_time). */
const ANY_STAMP = /\[(?: {4}\d| {3}\d\d| \d{4}| {2}\d{3}|\d{5,11})\.\d{6}\]/g;

/**
 * Reads the prefix that begins at `start`, in any printing style of dmesg and of the console;
 * `null` where there is none.
 */
export function parsePrefix(text: string, start = 0): Prefix | null {
  const { priority, end: begin } = parsePriority(text, start);
  const stamp = parseStamp(text, begin);
  if (stamp === null) return null;
  const { level, kernel } = priority;
  const caller = text[stamp.end] === ' ' ? stamp.end + 1 : stamp.end;
  return { level, kernel, at: stamp.at, ...parseCaller(text, caller) };
}

/** Who printed the message that begins at `start`, where the kernel names its callers there. */
export function parseCaller(text: string, start: number): Pick<Prefix, 'cpu' | 'task' | 'message'> {
  const caller = text.charAt(start) === '[' ? matchAt(CALLER, text, start) : null;
  if (caller === null) return { cpu: null, task: null, message: start };
  const [all, kind, id] = caller;
  return {
    cpu: kind === 'C' ? Number(id) : null,
    task: kind === 'T' ? `<...>-${id}` : null,
    message: start + all.length,
  };
}

/** Where the next stamp of the console begins after `start`; -1 where there is none. */
export function findStamp(text: string, start: number): number {
  const bracket = text.indexOf('[', start);
  if (bracket === -1) return -1;
  ANY_STAMP.lastIndex = bracket;
  return ANY_STAMP.exec(text)?.index ?? -1;
}

function parsePriority(text: string, start: number): { priority: Priority; end: number } {
  const first = text.charAt(start);
  const raw = first === '<' ? matchAt(RAW, text, start) : null;
  if (raw !== null) return { priority: priorityOf(Number(raw[1])), end: RAW.lastIndex };
  const words = first >= 'a' && first <= 'z' ? matchAt(DECODED, text, start) : null;
  if (words === null) return { priority: UNKNOWN_PRIORITY, end: start };
  return { priority: priorityNamed(words[1] ?? '', words[2] ?? ''), end: DECODED.lastIndex };
}

function parseStamp(text: string, start: number): { at: number | null; end: number } | null {
  if (text.charAt(start) !== '[') {
    const iso = matchAt(ISO, text, start);
    return iso === null ? null : { at: isoNanoseconds(iso[1] ?? ''), end: ISO.lastIndex };
  }
  const stamp = matchAt(STAMP, text, start);
  if (stamp !== null) return { at: stampNanoseconds(stamp[1] ?? ''), end: STAMP.lastIndex };
  if (matchAt(RELATIVE, text, start) !== null) return { at: null, end: RELATIVE.lastIndex };
  const ctime = matchAt(CTIME, text, start);
  return ctime === null ? null : { at: ctimeNanoseconds(ctime[1] ?? ''), end: CTIME.lastIndex };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
