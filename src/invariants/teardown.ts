import type { EventOf, KernelEvent } from '../model/events.ts';
import type { DevId, NetId } from '../model/ids.ts';
import type { KernelState } from '../model/state.ts';
import { arrivalBefore, arrivalsOf } from './arrival.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownNet } from './known.ts';
import { NETDEV_OPS } from './ops-names.ts';
import { PerLife } from './per-life.ts';
import { REBIRTH } from './rebirth.ts';
import { deviceWords, listWords, netWords, wasOrWere } from './words.ts';

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

function watchOrphans(findings: Findings, known: Known): Monitor {
  const { kept, broken, brokenBySilence } = findings;
  const exits = new PerLife<KnownNet, EventOf<'pernet.exited'>>();
  const judged = new PerLife<KnownNet, true>();
  const survivors = new Survivors(findings, known);
  /** The namespace is empty now, or ought to be. */
  const close = (event: KernelEvent, net: NetId | null): void => {
    const life = net === null ? null : known.net(net);
    if (life === null || life.stage !== 'cleanup' || judged.get(life)) return;
    judged.set(life, true);
    if (life.devices.size === 0) kept();
    else {
      const left = [...life.devices];
      const names = listWords(left.map(deviceWords));
      const message = `${names} ${wasOrWere(left)} never taken out of ${netWords(net)}`;
      brokenBySilence(event, message, ['netdev.unregistered'], arrivalsOf(left));
    }
  };
  const leave = (
    event: EventOf<'netdev.unregistered' | 'netdev.moved'>,
    net: NetId | null,
  ): void => {
    const exit = net === null ? undefined : exits.get(known.net(net));
    if (exit === undefined) return;
    const [what, where] = [deviceWords(event), netWords(net)];
    const last = event.dev === null ? null : known.device(event.dev).arrival;
    const arrival = arrivalBefore(event, last, net);
    if (arrival !== null && arrival.seq > exit.seq) {
      // Unless it belongs to a new life under the same id.
      const message = `${what} entered ${where} after netdev_exit had run`;
      brokenBySilence(arrival, message, REBIRTH, [exit, event]);
      return;
    }
    const message = `${what} was still listed in ${where} when netdev_exit ran`;
    if (arrival !== null) broken(exit, message, [arrival, event]);
    else brokenBySilence(exit, message, ['netdev.registered'], [event]);
  };
  return {
    'recording.gap': () => survivors.clear(),
    'net.cleanup': (event) => survivors.begin(event),
    only: {
      [NETDEV_OPS]: {
        'pernet.exited': (event) => {
          if (event.net === null) return;
          exits.set(known.net(event.net), event);
          close(event, event.net);
        },
      },
    },
    'netdev.unregistered': (event) => leave(event, event.net),
    'netdev.moved': (event) => leave(event, event.from),
    'net.freed': (event) => {
      close(event, event.net);
      survivors.outlive(event);
    },
    'netdev.allocated': ({ dev }) => survivors.forget(dev),
    'netdev.freed': (event) => survivors.free(event),
  };
}

/** A device unlisted by the cleanup of a namespace that has been freed since. */
interface Survivor {
  readonly unlisted: KernelEvent;
  readonly netFreed: EventOf<'net.freed'>;
}

const MOST_SURVIVORS = 1024;

/** Devices that should have been freed before their namespace was. */
class Survivors {
  readonly #findings: Findings;
  readonly #known: Known;
  readonly #cleanups = new PerLife<KnownNet, EventOf<'net.cleanup'>>();
  readonly #survivors = new Map<DevId, Survivor>();

  constructor(findings: Findings, known: Known) {
    this.#findings = findings;
    this.#known = known;
  }

  begin(event: EventOf<'net.cleanup'>): void {
    if (event.net !== null) this.#cleanups.set(this.#known.net(event.net), event);
  }

  outlive(event: EventOf<'net.freed'>): void {
    const life = event.net === null ? undefined : this.#known.net(event.net);
    const cleanup = life === undefined ? undefined : this.#cleanups.get(life);
    if (life === undefined || cleanup === undefined || cleanup.task === null) return;
    if (life.leaving.size === 0) return;
    for (const { dev, departure: unlisted } of life.leaving) {
      // A device that another task removes is that task's to wait for.
      if (unlisted === null || unlisted.task !== cleanup.task) continue;
      if (unlisted.seq > cleanup.seq) this.#survivors.set(dev, { unlisted, netFreed: event });
    }
    for (const oldest of this.#survivors.keys()) {
      if (this.#survivors.size <= MOST_SURVIVORS) break;
      this.#survivors.delete(oldest);
    }
  }

  free(event: EventOf<'netdev.freed'>): void {
    const survivor = event.dev === null ? undefined : this.#survivors.get(event.dev);
    if (survivor === undefined) return;
    this.forget(event.dev);
    const { netFreed, unlisted } = survivor;
    const name = event.name ?? event.dev;
    const message = `${netWords(netFreed.net)} was freed before its device ${name}`;
    // A record between the two would tell that another device has its address by now.
    this.#findings.brokenBySilence(netFreed, message, ['netdev.freed'], [unlisted, event]);
  }

  forget(dev: DevId | null): void {
    if (dev !== null) this.#survivors.delete(dev);
  }

  clear(): void {
    this.#survivors.clear();
  }
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
        const holders = after.waiting.get(name)?.holders;
        const held = holders === undefined ? '' : `, taken by ${holders}`;
        const warnings = `${count} ${count === 1 ? 'warning' : 'warnings'}`;
        const message = `${name} is still waited for (${warnings}${refs}${held})`;
        // That it never came is no evidence in a log, which has to end somewhere.
        if (known.simulated) broken(last, message, [first]);
        else blind(`${message} when the recording ends`);
      }
    },
  };
}
