import type { BootFacts } from '../../../src/recording/boot-facts.ts';
import { eventsOf } from '../events.ts';
import { type Body, bodyOf } from './kprobe-log.ts';

/** Lines of the function tracer, `"callee <-caller"` each, all in one task; the first at second `from`. */
export function functionLog(
  calls: readonly string[],
  { task = 'swapper/0-1', from = 1 }: { readonly task?: string; readonly from?: number } = {},
): string {
  return calls
    .map((call, index) => {
      const stamp = (from + index / 1000).toFixed(6);
      return `${task.padStart(16)}     [000] .....  ${stamp}: ${call}\n`;
    })
    .join('');
}

/** The events of such a log, without their stamps; other logs told `facts` of the same boot. */
export async function bodiesOfCalls(
  calls: readonly string[],
  facts: Partial<BootFacts> = {},
): Promise<readonly Body[]> {
  const text = `# tracer: function\n${functionLog(calls)}`;
  const known: BootFacts = { kernel: null, cpus: null, ...facts };
  return (await eventsOf(text, { format: 'function', known })).map(bodyOf);
}

/** The same for function_graph, given from the name of the function on. */
export async function bodiesOfGraph(lines: readonly string[]): Promise<readonly Body[]> {
  const text = lines.map((line) => ` 0)               |  ${line}\n`).join('');
  return (await eventsOf(text, { format: 'function-graph' })).map(bodyOf);
}
