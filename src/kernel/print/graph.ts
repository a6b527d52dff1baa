import type { TracedCall, TraceEntry } from '../trace.ts';
import { tracepoint } from './tracepoint.ts';

/** The run as the function_graph tracer writes it: CPU, duration and calls. */
export function printFunctionGraph(entries: readonly TraceEntry[]): string {
  const graph = new Graph();
  for (const [index, entry] of entries.entries()) graph.add(entry, entries[index + 1]);
  return `${graph.lines.join('\n')}\n`;
}

const RULE = ' ------------------------------------------';

/** Keeps, for every task, when what it is in began, and whom every CPU ran last. */
class Graph {
  readonly lines: string[] = [
    '# tracer: function_graph',
    '#',
    '# CPU  DURATION                  FUNCTION CALLS',
    '# |     |   |                     |   |   |   |',
  ];
  readonly #begun = new Map<string, number[]>();
  readonly #running = new Map<number, string>();
  #leaf = false;

  add(entry: TraceEntry, next: TraceEntry | undefined): void {
    if (entry.kind === 'event') this.#event(entry.event);
    else if (entry.kind === 'entered') this.#entered(entry, next);
    else this.#returned(entry);
  }

  #event(event: Extract<TraceEntry, { readonly kind: 'event' }>['event']): void {
    const text = tracepoint(event);
    if (text === null || event.task === null) return;
    const depth = this.#stackOf(event.task).length;
    this.#line(event.cpu ?? 0, event.task, '', depth, `/* ${text} */`);
  }

  #entered({ cpu, task, depth, fn, at }: TracedCall, next: TraceEntry | undefined): void {
    this.#leaf = next?.kind === 'returned' && next.task === task && next.depth === depth;
    this.#stackOf(task).push(at);
    if (!this.#leaf) this.#line(cpu, task, '', depth, `${fn}() {`);
  }

  #returned({ cpu, task, depth, fn, at }: TracedCall): void {
    const begun = this.#stackOf(task).pop() ?? at;
    this.#line(cpu, task, duration(at - begun), depth, this.#leaf ? `${fn}();` : '}');
    this.#leaf = false;
  }

  #line(cpu: number, task: string, time: string, depth: number, body: string): void {
    const before = this.#running.get(cpu);
    if (before !== undefined && before !== task) {
      this.lines.push(RULE, ` ${cpu})  ${before}  =>  ${task} `, RULE, '');
    }
    this.#running.set(cpu, task);
    this.lines.push(
      `${String(cpu).padStart(2)}) ${time.padEnd(14)}|  ${'  '.repeat(depth)}${body}`,
    );
  }

  #stackOf(task: string): number[] {
    const stack = this.#begun.get(task) ?? [];
    this.#begun.set(task, stack);
    return stack;
  }
}

/** Marks of durations above so many microseconds (kernel/trace/trace_output.c). */
const MARKS = [
  [1_000_000, '$'],
  [100_000, '@'],
  [10_000, '*'],
  [1000, '#'],
  [100, '!'],
  [10, '+'],
] as const;

/** `+ 49.724 us`: seven significant places, three of them decimals at most. */
function duration(nanos: number): string {
  const micros = nanos / 1000;
  const mark = MARKS.find(([limit]) => micros > limit)?.[1] ?? ' ';
  const digits = String(Math.floor(micros)).length;
  return `${mark} ${micros.toFixed(Math.max(0, Math.min(3, 7 - digits)))} us`;
}
