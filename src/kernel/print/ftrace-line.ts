/** What stands in front of every line of an ftrace text: who, where and when. */
export interface LineContext {
  readonly task: string;
  readonly cpu: number;
  /** Nanoseconds. */
  readonly at: number;
}

/** The head of a trace file (kernel/trace/trace.c: print_trace_header). */
export function ftraceHeader(tracer: string, lines: number, cpus: number): readonly string[] {
  return [
    `# tracer: ${tracer}`,
    '#',
    `# entries-in-buffer/entries-written: ${lines}/${lines}   #P:${cpus}`,
    '#',
    '#                                _-----=> irqs-off/BH-disabled',
    '#                               / _----=> need-resched',
    '#                              | / _---=> hardirq/softirq',
    '#                              || / _--=> preempt-depth',
    '#                              ||| / _-=> migrate-disable',
    '#                              |||| /     delay',
    '#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION',
    '#              | |         |   |||||     |         |',
  ];
}

/** One line: `              ip-104     [001] .....     3.460765: body`. */
export function ftraceLine({ task, cpu, at }: LineContext, body: string): string {
  const border = task.lastIndexOf('-');
  const comm = task.slice(0, border).padStart(16);
  const pid = task.slice(border + 1).padEnd(7);
  const where = `[${String(cpu).padStart(3, '0')}]`;
  return `${comm}-${pid} ${where} ..... ${seconds(at).padStart(12)}: ${body}`;
}

/** `3.460765`: seconds with microseconds. */
export function seconds(at: number): string {
  const micros = Math.floor(at / 1000);
  const fraction = String(micros % 1_000_000).padStart(6, '0');
  return `${Math.floor(micros / 1_000_000)}.${fraction}`;
}
