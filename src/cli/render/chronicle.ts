import type { EventOf, KernelEvent } from '../../model/events.ts';
import type { Entry } from '../story/chronicle.ts';
import { eventLine } from './event-line.ts';
import type { Line, Piece } from './line.ts';
import { ends, ranges } from './listing.ts';
import { netName, opsName } from './names.ts';
import { count } from './quantity.ts';
import { sentence } from './sentence.ts';

/** A line of the chronicle; times are told since `from`. */
export function entryLine(entry: Entry, from: number | null): Line {
  return eventLine(entry.first, from, entryPieces(entry));
}

function entryPieces({ kind, first, events }: Entry): readonly Piece[] {
  if (events.length === 1 && kind !== 'routine') return sentence(first);
  switch (kind) {
    case 'event':
      return sentence(first);
    case 'routine':
      return [routine(events)];
    case 'initialised':
      return [initialised(ofType(events, 'pernet.initialized'))];
    case 'exited':
      return [`${operations(ofType(events, 'pernet.exited'))} exited`];
    case 'ptypes':
      return [`${count(events.length, 'packet-type list')} ready`];
    case 'queues':
      return [`queues of CPUs ${cpus(events)} ready`];
    default:
      return kind satisfies never;
  }
}

function initialised(events: readonly EventOf<'pernet.initialized'>[]): string {
  const nets = [...new Set(events.map(({ net }) => netName(net)))];
  const where = nets.length <= 2 ? nets.join(' and ') : count(nets.length, 'namespace');
  return `${operations(events)} initialised in ${where}`;
}

/** What boots do all day: initcalls, and what these register. */
function routine(events: readonly KernelEvent[]): string {
  const returned = ofType(events, 'initcall.returned');
  const registered = ofType(events, 'pernet.registered');
  const told = [
    ...(returned.length > 0 ? [count(returned.length, 'initcall')] : []),
    ...(registered.length > 0 ? [`${operations(registered)} registered`] : []),
  ];
  return told.length > 0 ? told.join(', ') : 'the boot goes on';
}

function operations(events: readonly { readonly ops: string | null }[]): string {
  const names = [...new Set(events.map(({ ops }) => opsName(ops)))];
  if (names.length <= 2) return names.join(', ');
  return `${count(names.length, 'operation')} (${ends(names)})`;
}

function cpus(events: readonly KernelEvent[]): string {
  return ranges(ofType(events, 'softnet.initialized').map(({ softnet }) => softnet));
}

function ofType<T extends KernelEvent['type']>(
  events: readonly KernelEvent[],
  type: T,
): readonly EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type);
}
