import type { EventPayloads, EventType, Holder, KernelEvent } from '../model/events.ts';
import type { BootFacts } from './boot-facts.ts';

/** The fields of each payload, in the order they are written. */
const FIELDS = {
  'initcall.level': ['level'],
  'initcall.started': ['name'],
  'initcall.returned': ['name', 'rc', 'duration'],
  'proc.created': [],
  'kobject.registered': [],
  'ptype.initialized': ['list'],
  'softnet.initialized': ['softnet'],
  'bootphase.ended': [],
  'softirq.opened': ['vector', 'action'],
  'softirq.entered': ['vector'],
  'cpuhp.installed': ['state'],
  'pernet.registered': ['ops', 'kind'],
  'pernet.unregistered': ['ops', 'kind'],
  'pernet.initialized': ['ops', 'net'],
  'pernet.failed': ['ops', 'net', 'rc'],
  'pernet.exited': ['ops', 'net', 'phase'],
  'net.setup': ['net'],
  'net.ready': ['net'],
  'net.failed': ['net', 'rc'],
  'net.dying': ['net'],
  'net.cleanup': ['net'],
  'net.freed': ['net'],
  'netdev.allocated': ['dev', 'name'],
  'netdev.registered': ['dev', 'net', 'name', 'ifindex'],
  'netdev.unregistered': ['dev', 'net', 'name', 'ifindex'],
  'netdev.failed': ['dev', 'net', 'name', 'rc'],
  'netdev.renamed': ['dev', 'from', 'to'],
  'netdev.moved': ['dev', 'from', 'to', 'name', 'fromIfindex', 'ifindex'],
  'netdev.freed': ['dev', 'name'],
  'netdev.waiting': ['name', 'refs', 'holders'],
  'kernel.warned': ['message'],
  'kernel.bug': ['message'],
  'kernel.panicked': ['message'],
  'recording.gap': ['lost'],
} as const satisfies { readonly [T in EventType]: readonly (keyof EventPayloads[T])[] };

/** What stands in front of every payload, in this order; absent where the event has it not. */
const STAMP = ['seq', 'type', 'at', 'cpu', 'task', 'evidence', 'line', 'inferred'] as const;

/** JSON.stringify asks for the fields of objects inside an event, too. */
const HOLDER = ['symbol', 'count'] as const satisfies readonly (keyof Holder)[];

/** The keys of an event's JSON, in order, by type. */
const KEYS: ReadonlyMap<EventType, string[]> = new Map(
  Object.entries(FIELDS).map(([type, fields]) => [
    type as EventType, // Object.entries forgets the keys' type.
    [...STAMP, ...fields, ...HOLDER],
  ]),
);

/**
 * One event as a line of JSONL, without the newline. The keys always stand in the same order, so
 * equal events are equal lines.
 *
 * @example
 * ```ts
 * encodeEvent(event); // {"seq":0,"type":"net.setup","at":null,…,"net":"4026531840"}
 * ```
 */
export function encodeEvent(event: KernelEvent): string {
  return JSON.stringify(event, KEYS.get(event.type));
}

/** What a log told of its boot as a line among those of its events; `null` where that is nothing. */
export function encodeFacts({ kernel, cpus }: BootFacts): string | null {
  if (kernel === null && cpus === null) return null;
  return JSON.stringify({ type: 'recording', kernel, cpus });
}
