import type { EventOf, KernelEvent } from '../../model/events.ts';
import type { Monitor } from '../invariant.ts';
import type { Deed, Kind } from './claim.ts';

/** What one event says about a thing that assertions can name. */
export interface Sighting {
  readonly event: KernelEvent;
  readonly kind: Kind;
  /** `null` where the log shows no name. */
  readonly name: string | null;
  /** What happened to it. */
  readonly did: readonly Deed[];
  /** What a log with such events would also show, had it happened. */
  readonly shows: readonly Deed[];
}

/** Calls `see` for each thing that an event shows, and `lose` where records were lost. */
export function watchSightings(
  see: (sighting: Sighting) => void,
  lose: (gap: EventOf<'recording.gap'>) => void,
  end: () => void,
): Monitor {
  const tell =
    (kind: Kind, did: readonly Deed[], shows: readonly Deed[] = did) =>
    (event: KernelEvent, name: string | null): void =>
      see({ event, kind, name, did, shows });
  const started = tell('initcall', ['appears', 'started']);
  const returned = tell('initcall', ['returned'], ['returned', 'failed']);
  const failed = tell('initcall', ['returned', 'failed']);
  const registered = tell('ops', ['appears', 'registered']);
  const unregistered = tell('ops', ['unregistered']);
  const initialized = tell('ops', ['initialized'], ['initialized', 'failed']);
  const initFailed = tell('ops', ['failed'], ['initialized', 'failed']);
  const exited = tell('ops', ['exited']);
  const listed = tell('device', ['appears', 'registered']);
  // A log that shows moves and new names alone does not show what appears.
  const arrived = tell('device', ['appears'], []);
  const unlisted = tell('device', ['disappears', 'unregistered']);
  const freed = tell('device', ['freed']);
  const opened = tell('softirq', ['appears', 'opened']);
  const entered = tell('softirq', ['entered']);
  return {
    'recording.gap': lose,
    'initcall.started': (event) => started(event, event.name),
    'initcall.returned': (event) => {
      (event.rc !== null && event.rc < 0 ? failed : returned)(event, event.name);
    },
    'pernet.registered': (event) => registered(event, event.ops),
    'pernet.unregistered': (event) => unregistered(event, event.ops),
    'pernet.initialized': (event) => initialized(event, event.ops),
    'pernet.failed': (event) => initFailed(event, event.ops),
    'pernet.exited': (event) => exited(event, event.ops),
    'netdev.registered': (event) => listed(event, event.name),
    'netdev.moved': (event) => arrived(event, event.name),
    'netdev.renamed': (event) => arrived(event, event.to),
    'netdev.unregistered': (event) => unlisted(event, event.name),
    'netdev.freed': (event) => freed(event, event.name),
    'softirq.opened': (event) => opened(event, event.vector),
    'softirq.entered': (event) => entered(event, event.vector),
    end,
  };
}
