import { isJournalEntry } from './dmesg/journal.ts';
import { isKmsgRecord } from './dmesg/kmsg.ts';
import { parsePrefix } from './dmesg/prefix.ts';
import { plainText } from './dmesg/terminal.ts';
import type { FormatName } from './formats.ts';
import { parseContext } from './ftrace/context.ts';
import { parseFunction } from './ftrace/function.ts';
import { isGraphLine } from './ftrace/graph.ts';
import { parseProbe } from './ftrace/kprobe.ts';
import { parseLatencyContext } from './ftrace/latency.ts';
import { parsePerfContext } from './ftrace/perf.ts';
import { asPerfScript } from './ftrace/perf-trace.ts';

/** What one line says about the format of its log. */
export interface Clue {
  readonly format: FormatName;
  /** Whether this line alone decides. */
  readonly certain: boolean;
}

/** The first line of every ftrace text but those of `trace_pipe`. */
const TRACER = /^# tracer: (\w+)\s*$/;
const TRACE_CMD = /^(?:cpus=\d+|version = \d+)$/;
const BPFTRACE = /^Attach(?:ing|ed) \d+ probes?(?:\.\.\.)?$/;
/** Events only trace-cmd report prints, and addresses it does not resolve. */
const TRACE_CMD_BODY = /^(?:function|funcgraph_entry|funcgraph_exit): |^\w+: +\([\da-f]{16}\W/;
const RAW_PRIORITY = /^<\d{1,3}>/;
/** Messages of every boot, and of initcall_debug, at the very start of a line. */
const UNSTAMPED =
  /^(?:\[ *[TC]\d+\] )?(?:Linux version \d+\.|Command line: |Kernel command line: |calling {2}\S+\+0x|initcall \S+ returned )/;

/** What `line` says about the format of its log; `null` where it says nothing. */
export function classify(line: string): Clue | null {
  // None of these begins like a message, of which there may be a thousand to classify.
  if (!line.startsWith('[')) {
    const tracer = TRACER.exec(line)?.[1];
    if (tracer !== undefined) return certain(formatOfTracer(tracer));
    if (TRACE_CMD.test(line)) return certain('trace-cmd');
    if (BPFTRACE.test(line)) return certain('bpftrace');
    if (line.startsWith('{') || line.startsWith('   "dmesg"')) return classifyJson(line);
    if (isKmsgRecord(line)) return likely('kmsg');
  }
  if (isJournalEntry(line)) return likely('journal');
  const text = plainText(line);
  if (parsePrefix(text) !== null) return likely(RAW_PRIORITY.test(text) ? 'dmesg-raw' : 'dmesg');
  const context = parseContext(line) ?? parseLatencyContext(line);
  if (context !== null) return classifyBody(line.slice(context.body));
  if (parsePerfContext(asPerfScript(line) ?? line) !== null) return likely('perf');
  if (isGraphLine(line)) return likely('function-graph');
  return UNSTAMPED.test(line) ? likely('dmesg-unstamped') : null;
}

function formatOfTracer(tracer: string): FormatName {
  if (tracer === 'function_graph') return 'function-graph';
  return tracer === 'function' ? 'function' : 'kprobe';
}

function classifyBody(body: string): Clue {
  if (TRACE_CMD_BODY.test(body)) return likely('trace-cmd');
  const isCall = parseProbe(body) === null && parseFunction(body) !== null;
  return likely(isCall ? 'function' : 'kprobe');
}

function classifyJson(line: string): Clue | null {
  if (line.includes('"dmesg"')) return certain('dmesg-json');
  if (line.includes('"MESSAGE"')) return certain('journal-json');
  if (line.startsWith('{"type":"recording",')) return certain('jsonl');
  return line.includes('"type"') && line.includes('"seq"') ? certain('jsonl') : null;
}

function certain(format: FormatName): Clue {
  return { format, certain: true };
}

function likely(format: FormatName): Clue {
  return { format, certain: false };
}
