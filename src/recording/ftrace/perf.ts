import { stampNanoseconds } from '../stamp.ts';
import type { LineContext } from './context.ts';

/*
 * perf script with its default fields, or with -F +tid, --ns, +period; -F may leave out the CPU,
 * or CPU and task.
 *
 *    comm        pid/tid   cpu       stamp      period?  event
 *              ip   206 [001]  1234.567890:          probe:ops_init: (ffffffffb399be20) rc=0
 *    11.261902:                        kprobes:netdev_run_todo: (ffffffffa9db8ad0)
 *              ip   206 [001]  1234.567890:  250000  cpu_core/cycles/P: ffffffffb399be20 ops_init+0x0
 *
 * Samples of counters (tools/perf/builtin-script.c: process_event) always show their period.
 */
const CONTEXT =
  /^ {0,16}(?:(\S.{0,15}?) +(?:\d{1,10}\/)?(\d{1,10}) +(?:\[(\d{1,5})\] +)?)?(\d{1,11}\.\d{6,9}): +(?:(?:\d{1,20} +)?(?=[\w-]+:[\w-]+:|PERF_RECORD_)|\d{1,20} +(?=[\w./,=@-]+:(?: |$)))/s;
/** What else perf records: `cycles:P:`, `cpu/event=0x3c/:`, `PERF_RECORD_MMAP2`. */
const SAMPLE = /^(?:PERF_RECORD_[A-Z]|[\w./,=@-]+(?::\w*)?:(?: |$))/;
const LOST = /^PERF_RECORD_LOST lost (\d{1,15})/;

/** Reads the context of a line of perf script; `null` where it has not this form. */
export function parsePerfContext(text: string): LineContext | null {
  const match = CONTEXT.exec(text);
  if (match === null) return null;
  const [head, comm, tid, cpu, stamp = ''] = match;
  return {
    task: comm === undefined ? null : `${comm}-${tid}`,
    cpu: cpu === undefined ? null : Number(cpu),
    at: stampNanoseconds(stamp),
    body: head.length,
  };
}

/** How many records a line of `perf script --show-lost-events` tells of; `null` for others. */
export function parsePerfLoss(body: string): number | null {
  const lost = LOST.exec(body)?.[1];
  return lost === undefined ? null : Number(lost);
}

/** Whether the body of a line of perf script is a counter's sample or a record about the machine. */
export function isPerfSample(body: string): boolean {
  return SAMPLE.test(body);
}
