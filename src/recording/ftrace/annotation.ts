import type { LineFate } from '../decoder.ts';

/** A line about the recording rather than of it. */
export interface Annotation {
  readonly fate: LineFate;
  /** Set where the line tells of lost records: of which CPU, and how many where it counts them. */
  readonly lost: { readonly cpu: number | null; readonly count: number | null } | null;
  /** Set where the line tells how many CPUs were online. */
  readonly cpus: number | null;
  /** Set where the line tells how many entries follow. */
  readonly entries: number | null;
}

/*
 * Entries that are there and entries that were written: the difference was overwritten.
 *
 * # entries-in-buffer/entries-written: 205/1893   #P:4
 * # latency: 0 us, #205/1893, CPU#1 | (M:desktop VP:0, KP:0, SP:0 HP:0 #P:2)
 */
const ENTRIES =
  /^# (entries-in-buffer\/entries-written: |latency: \d+ us, #)(\d{1,15})\/(\d{1,15})\b/;
/** kernel/trace/trace.c: test_ftrace_alive. */
const CORRUPTED = /^# WARNING: FUNCTION TRACING IS CORRUPTED/;
const ONLINE = /#P:(\d{1,5})\b/;
/** `##### CPU 2 buffer started ####`: what this CPU recorded before was overwritten. */
const STARTED = /^#+ CPU (\d{1,5}) buffer (?:started|restarted) #+$/;
/*
 * trace: `CPU:1 [LOST 57 EVENTS]` · trace-cmd report: `CPU:1 [57 EVENTS DROPPED]`
 * bpftrace: `Lost 57 events` · perf trace: `LOST 57 events!`
 */
const LOST =
  /^\s{0,8}CPU:(\d{1,5}) \[(?:LOST (?:(\d{1,15}) )?EVENTS|(?:(\d{1,15}) )?EVENTS DROPPED)\]\s*$/;
const LOST_BY_TOOL = /^(?:Lost|LOST) (\d{1,15}) events!?$/;
/*
 * ` => ret_from_fork` below a `<stack trace>`; perf script: `  ffffffffb399be20 ops_init+0x0 (…)`,
 * where the names of C++ have spaces
 */
const STACK = /^\s{0,20}(?:=> |<(?:user )?stack trace>|[\da-f]{4,16} \S.* \()/;
/*
 * trace-cmd report: `cpus=4`, `version = 6`, `CPU 1 is empty` · bpftrace: `Attaching 2 probes...`
 */
const REPORT_HEADER =
  /^(?:cpus=(\d{1,5})|version = \d+|CPU \d+ is empty|Attach(?:ing|ed) \d+ probes?(?:\.\.\.)?)$/;

/** kernel/trace/trace.c: ftrace_dump_one, on a console without stamps. */
const DUMP = 'Dumping ftrace buffer:';

const HEADER: Annotation = { fate: 'header', lost: null, cpus: null, entries: null };
const STACK_LINE: Annotation = { fate: 'stack', lost: null, cpus: null, entries: null };
const BLANK: Annotation = { fate: 'blank', lost: null, cpus: null, entries: null };

/** Reads headers, loss markers, stack traces and blank lines; `null` for anything else. */
export function parseAnnotation(text: string): Annotation | null {
  if (text.startsWith('#')) return parseHeader(text);
  if (text === DUMP) return HEADER;
  const lost = LOST.exec(text);
  if (lost !== null) return lostOn(Number(lost[1]), lost[2] ?? lost[3]);
  const byTool = LOST_BY_TOOL.exec(text)?.[1];
  if (byTool !== undefined) return lostOn(null, byTool);
  if (STACK.test(text)) return STACK_LINE;
  const report = REPORT_HEADER.exec(text);
  if (report !== null) return report[1] === undefined ? HEADER : describe(Number(report[1]), 0);
  return text.trim() === '' ? BLANK : null;
}

function parseHeader(text: string): Annotation {
  const started = STARTED.exec(text);
  if (started !== null) return lostOn(Number(started[1]), undefined);
  if (CORRUPTED.test(text)) return lostOn(null, undefined);
  const counted = ENTRIES.exec(text);
  if (counted === null) return HEADER;
  const [, label = '', there, written] = counted;
  const online = ONLINE.exec(text)?.[1];
  const overwritten = Math.max(0, Number(written) - Number(there));
  const told = describe(online === undefined ? null : Number(online), overwritten);
  // A latency header may stand above a graph, which prints two entries on one line.
  return label.startsWith('entries') ? { ...told, entries: Number(there) } : told;
}

function describe(cpus: number | null, overwritten: number): Annotation {
  const lost = overwritten > 0 ? { cpu: null, count: overwritten } : null;
  const fate = cpus === null && lost === null ? 'header' : 'used';
  return { fate, lost, cpus, entries: null };
}

function lostOn(cpu: number | null, count: string | undefined): Annotation {
  const lost = { cpu, count: count === undefined ? null : Number(count) };
  return { fate: 'used', lost, cpus: null, entries: null };
}
