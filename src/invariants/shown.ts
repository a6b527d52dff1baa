import type { EventPayloads, EventType, KernelEvent } from '../model/events.ts';

/**
 * What the recording really shows of an event: `null` for one that is inferred as a whole or in a
 * field it cannot do without, else the event with its inferred fields set to `null`.
 */
export function shown(event: KernelEvent): KernelEvent | null {
  if (event.evidence === 'inferred') return null;
  if (event.inferred === undefined || event.inferred.length === 0) return event;
  const essential: readonly string[] = ESSENTIAL[event.type];
  if (event.inferred.some((field) => essential.includes(field))) return null;
  const hidden = Object.fromEntries(event.inferred.map((field) => [field, null]));
  return { ...event, ...hidden } as KernelEvent; // Only fields that may be null become null.
}

/** Whether a text, from outside, names a type of event. */
export function isEventType(text: string): text is EventType {
  return Object.hasOwn(ESSENTIAL, text);
}

/** The payload fields of an event type that are always there and never `null`. */
type EssentialField<T extends EventType> = {
  [F in keyof EventPayloads[T]]-?: [
    null & EventPayloads[T][F],
    undefined & EventPayloads[T][F],
  ] extends [never, never]
    ? F
    : never;
}[keyof EventPayloads[T]];

const NONE: readonly never[] = [];

const ESSENTIAL: { readonly [T in EventType]: readonly EssentialField<T>[] } = {
  'initcall.level': ['level'],
  'initcall.started': ['name'],
  'initcall.returned': ['name'],
  'proc.created': NONE,
  'kobject.registered': NONE,
  'ptype.initialized': ['list'],
  'softnet.initialized': ['softnet'],
  'bootphase.ended': NONE,
  'softirq.opened': NONE,
  'softirq.entered': ['vector'],
  'cpuhp.installed': NONE,
  'pernet.registered': ['kind'],
  'pernet.unregistered': NONE,
  'pernet.initialized': NONE,
  'pernet.failed': NONE,
  'pernet.exited': ['phase'],
  'net.setup': ['net'],
  'net.ready': ['net'],
  'net.failed': NONE,
  'net.dying': ['net'],
  'net.cleanup': NONE,
  'net.freed': NONE,
  'netdev.allocated': NONE,
  'netdev.registered': NONE,
  'netdev.unregistered': NONE,
  'netdev.failed': NONE,
  'netdev.renamed': NONE,
  'netdev.moved': NONE,
  'netdev.freed': NONE,
  'netdev.waiting': ['name'],
  'kernel.warned': ['message'],
  'kernel.bug': ['message'],
  'kernel.panicked': ['message'],
  'recording.gap': NONE,
};
