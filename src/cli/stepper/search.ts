import type { KernelEvent } from '../../model/events.ts';
import { INIT_NET } from '../../model/ids.ts';
import { netName } from '../render/names.ts';

/** Whether an event's type, or anything it names, contains a text; letters of any case. */
export function mentions(event: KernelEvent, text: string): boolean {
  const wanted = text.toLowerCase();
  return words(event).some((word) => word.toLowerCase().includes(wanted));
}

/** When, where and how we know is not what an event says. */
const STAMP = new Set(['seq', 'at', 'cpu', 'task', 'evidence', 'line', 'inferred', 'duration']);

function words(event: KernelEvent): readonly string[] {
  return Object.entries(event).flatMap(([field, value]) => {
    if (STAMP.has(field) || value === null) return [];
    return value === INIT_NET ? [value, netName(INIT_NET)] : [String(value)];
  });
}
