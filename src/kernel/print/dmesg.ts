import type { KernelEvent } from '../../model/events.ts';
import type { Plan } from '../plan.ts';
import { inRange } from '../versions.ts';
import { symbol } from './addresses.ts';
import { seconds } from './ftrace-line.ts';

/** The run as the kernel log of a boot with `initcall_debug` shows it. */
export function printDmesg(events: readonly KernelEvent[], { kernel, cpus }: Plan): string {
  const lines = [
    line(0, `Linux version ${kernel}.0 (gcc) #1 SMP`),
    line(
      0,
      `setup_percpu: NR_CPUS:64 nr_cpumask_bits:64 nr_cpu_ids:${cpus.possible} nr_node_ids:1`,
    ),
  ];
  for (const event of events) {
    const message = messageOf(event, kernel);
    if (message !== null) lines.push(line(event.at ?? 0, message));
  }
  return `${lines.join('\n')}\n`;
}

function line(at: number, message: string): string {
  return `[${seconds(at).padStart(12)}] ${message}`;
}

function messageOf(event: KernelEvent, kernel: Plan['kernel']): string | null {
  switch (event.type) {
    case 'initcall.started':
      return `calling  ${symbol(event.name)} @ 1`;
    case 'initcall.returned': {
      const nanos = event.duration ?? 0;
      // 5.17 shifts instead of dividing.
      const usecs = inRange(kernel, { until: '5.17' }) ? nanos / 1024 : nanos / 1000;
      const after = `after ${Math.floor(usecs)} usecs`;
      return `initcall ${symbol(event.name)} returned ${event.rc} ${after}`;
    }
    case 'netdev.renamed':
      return `${event.to}: renamed from ${event.from}`;
    case 'netdev.waiting':
      return (
        `unregister_netdevice: waiting for ${event.name} to become free. ` +
        `Usage count = ${event.refs}`
      );
    case 'kernel.warned':
      return `WARNING: ${event.message}`;
    case 'kernel.bug':
      return event.message;
    case 'kernel.panicked':
      return `Kernel panic - not syncing: ${event.message}`;
    default:
      return null;
  }
}
