import { eventsOf } from '../events.ts';
import { bodyOf } from './kprobe-log.ts';

/** Lines of the function tracer, `"callee <-caller"` each, all in one task. */
export function functionLog(calls: readonly string[], task = 'swapper/0-1'): string {
  return calls
    .map((call, index) => {
      const stamp = (1 + index / 1000).toFixed(6);
      return `${task.padStart(16)}     [000] .....  ${stamp}: ${call}\n`;
    })
    .join('');
}

/** The events of such a log, without their stamps: type and payload. */
export async function bodiesOfCalls(calls: readonly string[]): Promise<readonly object[]> {
  const text = `# tracer: function\n${functionLog(calls)}`;
  return (await eventsOf(text, { format: 'function' })).map(bodyOf);
}

/** The same for function_graph, given from the name of the function on. */
export async function bodiesOfGraph(lines: readonly string[]): Promise<readonly object[]> {
  const text = lines.map((line) => ` 0)               |  ${line}\n`).join('');
  return (await eventsOf(text, { format: 'function-graph' })).map(bodyOf);
}
