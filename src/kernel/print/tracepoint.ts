import type { KernelEvent } from '../../model/events.ts';
import { symbol } from './addresses.ts';

const SOFTIRQS: readonly string[] = ['HI', 'TIMER', 'NET_TX', 'NET_RX', 'BLOCK', 'IRQ_POLL'];

/** An event as its tracepoint prints it; `null` for those that have none. */
export function tracepoint(event: KernelEvent): string | null {
  switch (event.type) {
    case 'initcall.level':
      return `initcall_level: level=${event.level}`;
    case 'initcall.started':
      return `initcall_start: func=${symbol(event.name)}`;
    case 'initcall.returned':
      return `initcall_finish: func=${symbol(event.name)} ret=${event.rc}`;
    case 'softirq.entered':
      return `softirq_entry: vec=${SOFTIRQS.indexOf(event.vector)} [action=${event.vector}]`;
    default:
      return null;
  }
}
