import type { EventOf, KernelEvent } from '../model/events.ts';
import { type DevId, INIT_NET, type NetId } from '../model/ids.ts';
import type { KernelState } from '../model/state.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownNet } from './known.ts';
import { NETDEV_OPS } from './ops-names.ts';
import { deviceWords, listWords, netWords } from './words.ts';

/** D10 and D13: netdev_exit warns about a device that is left; the namespace outlives them all. */
export const noOrphans: Invariant = {
  id: 'no-orphans',
  statement:
    'No device is listed in a namespace when netdev_exit runs for it, and those its cleanup ' +
    'unlisted are freed before it is.',
  mechanism:
    'default_device_ops exits before netdev_net_ops and takes all that is left; the end of its ' +
    'RTNL section waits until those devices are freed.',
  source: { function: 'netdev_exit', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['netdev.registered', 'net.cleanup'],
  breaks: 'A device that teardown overlooks, or a namespace freed under its devices.',
  spoiledBy: 'recording',
  monitor: watchOrphans,
};

/** A device unlisted by the cleanup of a namespace that has been freed since. */
interface Survivor {
  readonly unlisted: KernelEvent;
  readonly netFreed: EventOf<'net.freed'>;
}

const MOST_SURVIVORS = 1024;

function watchOrphans({ kept, broken, blind }: Findings, known: Known): Monitor {
  const exits = new WeakMap<KnownNet, EventOf<'pernet.exited'>>();
  const began = new WeakMap<KnownNet, EventOf<'net.cleanup'>>();
  const survivors = new Map<DevId, Survivor>();
  const judged = new WeakSet<KnownNet>();
  /** The namespace is empty now, or ought to be. */
  const close = (event: KernelEvent, net: NetId | null): void => {
    const life = net === null || net === INIT_NET ? null : known.net(net);
    if (life === null || life.stage !== 'cleanup' || judged.has(life)) return;
    judged.add(life);
    const left = [...life.devices.values()];
    const message = `${listWords(left.map(deviceWords))} was never taken out of ${netWords(net)}`;
    const arrivals = left.flatMap(({ arrival }) => (arrival === null ? [] : [arrival]));
    if (left.length === 0) kept();
    else if (known.lossless && known.shows('netdev.unregistered')) broken(event, message, arrivals);
    else blind(`${message}, unless the record of it is lost`);
  };
  const leave = (
    event: EventOf<'netdev.unregistered' | 'netdev.moved'>,
    net: NetId | null,
  ): void => {
    const exit = net === null ? undefined : exits.get(known.net(net));
    if (exit === undefined || known.lossless) return; // Lossless: told when netdev_exit ran.
    const message = `${deviceWords(event)} was still listed in ${netWords(net)} when netdev_exit ran`;
    broken(exit, message, [event]);
  };
  const bury = (event: EventOf<'net.freed'>, life: KnownNet): void => {
    const cleanup = began.get(life);
    for (const dev of life.leaving) {
      const unlisted = known.device(dev).departure;
      // A device that another task removes is that task's to wait for.
      const own = unlisted !== null && unlisted.task !== null && unlisted.task === cleanup?.task;
      if (!own || cleanup === undefined || unlisted.seq < cleanup.seq) continue;
      survivors.set(dev, { unlisted, netFreed: event });
    }
    for (const oldest of survivors.keys()) {
      if (survivors.size <= MOST_SURVIVORS) break;
      survivors.delete(oldest);
    }
  };
  return {
    'recording.gap': () => survivors.clear(),
    'net.cleanup': (event) => {
      if (event.net !== null) began.set(known.net(event.net), event);
    },
    'pernet.exited': (event) => {
      if (event.net === null || event.ops === null) return;
      if (known.ops(event.ops).ops !== NETDEV_OPS || event.phase !== 'exit') return;
      exits.set(known.net(event.net), event);
      close(event, event.net);
    },
    'netdev.unregistered': (event) => leave(event, event.net),
    'netdev.moved': (event) => leave(event, event.from),
    'net.freed': (event) => {
      close(event, event.net);
      if (event.net !== null) bury(event, known.net(event.net));
    },
    'netdev.allocated': ({ dev }) => {
      if (dev !== null) survivors.delete(dev);
    },
    'netdev.freed': (event) => {
      const survivor = event.dev === null ? undefined : survivors.get(event.dev);
      if (survivor === undefined || event.dev === null) return;
      survivors.delete(event.dev);
      const { netFreed, unlisted } = survivor;
      const message = `${netWords(netFreed.net)} was freed before its device ${event.name ?? event.dev}`;
      broken(netFreed, message, [unlisted, event]);
    },
  };
}

/** D8: netdev_run_todo waits until the last reference to a device is gone. */
export const teardownProgress: Invariant = {
  id: 'teardown-progress',
  statement: 'No device that was unregistered is waited for when the recording ends.',
  mechanism:
    'Everybody who holds a reference drops it on NETDEV_UNREGISTER; netdev_run_todo broadcasts ' +
    'that again every second and warns every ten.',
  source: { function: 'netdev_wait_allrefs_any', file: 'net/core/dev.c' },
  versions: 'all',
  needs: [],
  breaks: 'A leaked reference: the teardown of this and all later namespaces is stuck.',
  spoiledBy: 'recording',
  monitor: watchProgress,
};

function watchProgress({ kept, broken, blind }: Findings, known: Known): Monitor {
  const waits = new Map<string, { readonly first: KernelEvent; last: EventOf<'netdev.waiting'> }>();
  const release = (name: string | null): void => {
    if (name !== null && waits.delete(name)) kept();
  };
  return {
    'recording.gap': () => waits.clear(),
    'netdev.waiting': (event) => {
      const wait = waits.get(event.name);
      if (wait === undefined) waits.set(event.name, { first: event, last: event });
      else wait.last = event;
    },
    'netdev.freed': ({ dev, name }) =>
      release(name ?? (dev === null ? null : known.device(dev).name)),
    'net.freed': () => kept(),
    end: (after: KernelState) => {
      for (const [name, { first, last }] of waits) {
        const count = after.waiting.get(name)?.warnings ?? 1;
        const refs = last.refs === null ? '' : `, usage count ${last.refs}`;
        const warnings = `${count} ${count === 1 ? 'warning' : 'warnings'}`;
        const message = `${name} is still waited for (${warnings}${refs})`;
        if (known.lossless && known.shows('netdev.freed')) broken(last, message, [first]);
        else blind(`${message} when the recording ends`);
      }
    },
  };
}
