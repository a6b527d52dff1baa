import type { EventOf, EventType, KernelEvent } from '../model/events.ts';
import type { DevId } from '../model/ids.ts';
import { netEntered } from './arrival.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Arrival, Known, KnownDevice, KnownNet } from './known.ts';
import { DEFAULT_DEVICE_OPS } from './ops-names.ts';
import { PerLife } from './per-life.ts';
import { deviceWords, netWords } from './words.ts';

/** D3 and D4: reg_state only goes up. */
export const deviceLifecycle: Invariant = {
  id: 'device-lifecycle',
  statement: 'A device is listed once, unlisted once and freed after that; a move is neither.',
  mechanism:
    'register_netdevice and unregister_netdevice_many BUG on any other reg_state, and ' +
    'free_netdev of a device that is leaving is left to netdev_run_todo.',
  source: { function: 'unregister_netdevice_many', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['netdev.registered', 'netdev.freed'],
  breaks: 'A device freed while it is listed, or listed or unlisted twice.',
  spoiledBy: 'recording',
  monitor: watchLifecycle,
};

/** A device freed while it was listed, as far as the recording shows. */
interface Ghost {
  readonly freed: EventOf<'netdev.freed'>;
  readonly arrival: Arrival;
}

const MOST_GHOSTS = 1024;

/** What would have taken a device out of a status. */
const OTHERWISE: { readonly [S in KnownDevice['status']]: EventType } = {
  unknown: 'netdev.allocated',
  allocated: 'netdev.registered',
  listed: 'netdev.unregistered',
  unlisted: 'netdev.registered',
};

type Status = KnownDevice['status'];

const ONCE_LISTED: readonly Status[] = ['listed', 'unlisted'];
const NOT_LISTED: readonly Status[] = ['allocated', 'unlisted'];

function watchLifecycle({ kept, broken, brokenBySilence }: Findings, known: Known): Monitor {
  const statuses = new PerLife<KnownDevice, Status>();
  const ghosts = new Map<DevId, Ghost>();
  /** A step that needs the device to be in some other state than it is known to be in. */
  const step = (event: KernelEvent, dev: DevId | null, wrong: readonly Status[], did: string) => {
    if (dev === null) return;
    const device = known.device(dev);
    const status = statuses.get(device) ?? 'unknown';
    statuses.set(device, device.status);
    if (!wrong.includes(status)) return;
    const message = `${deviceWords(device)} was ${did} while it was ${status}`;
    brokenBySilence(event, message, [OTHERWISE[status], 'netdev.freed']);
  };
  const leave = (event: EventOf<'netdev.unregistered'>): void => {
    const ghost = event.dev === null ? undefined : ghosts.get(event.dev);
    if (ghost === undefined || event.dev === null) {
      step(event, event.dev, NOT_LISTED, 'unlisted');
      return;
    }
    ghosts.delete(event.dev);
    const { arrival, freed } = ghost;
    // Another device at the same address would hardly have this ifindex in this namespace too.
    const same = event.net === netEntered(arrival) && event.ifindex === arrival.ifindex;
    if (!same || event.ifindex === null) return;
    broken(freed, `${deviceWords(event)} was freed before it was unlisted`, [arrival, event]);
  };
  return {
    'recording.gap': () => ghosts.clear(),
    'netdev.allocated': ({ dev }) => {
      if (dev === null) return;
      ghosts.delete(dev);
      statuses.set(known.device(dev), 'allocated');
    },
    'netdev.registered': (event) => step(event, event.dev, ONCE_LISTED, 'listed'),
    'netdev.moved': (event) => step(event, event.dev, NOT_LISTED, 'moved'),
    'netdev.unregistered': leave,
    'netdev.freed': (event) => {
      if (event.dev === null) return;
      const { status, arrival } = known.device(event.dev);
      if (status === 'unlisted' && arrival !== null) kept();
      if (status !== 'listed' || arrival === null) return;
      ghosts.set(event.dev, { freed: event, arrival });
      const [oldest] = ghosts.keys();
      if (ghosts.size > MOST_GHOSTS && oldest !== undefined) ghosts.delete(oldest);
    },
    end: () => {
      for (const { freed, arrival } of ghosts.values()) {
        const message = `${deviceWords(arrival)} was freed without being unlisted`;
        brokenBySilence(freed, message, ['netdev.unregistered'], [arrival]);
      }
    },
  };
}

/** D7 and D9: the device list grows at its tail, and teardown queues it from there. */
export const deviceOrder: Invariant = {
  id: 'device-order',
  statement:
    'default_device_exit_batch takes the devices of a namespace in the reverse of the order in ' +
    'which they entered it.',
  mechanism:
    'list_netdevice adds to the tail of dev_base_head, teardown walks it backwards, and ' +
    'unregister_netdevice_many unlists in the order of its kill list.',
  source: { function: 'default_device_exit_batch', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['netdev.unregistered', 'pernet.exited'],
  breaks: 'A teardown in list order, or in an order of its own.',
  spoiledBy: 'recording',
  monitor: watchDeviceOrder,
};

interface Leaver {
  readonly life: KnownNet;
  readonly arrival: Arrival;
  readonly event: EventOf<'netdev.unregistered'>;
}

function watchDeviceOrder({ kept, brokenBySilence }: Findings, known: Known): Monitor {
  /** What left since the last exit callback was told of: the work of one callback. */
  let leavers: Leaver[] = [];
  /** How many exits there had been when the last of them left. */
  let exits = 0;
  const otherStep = (): void => {
    if (leavers.length > 0) leavers = [];
  };
  /** lo has left, so what left with it was the work of default_device_exit_batch. */
  const judge = (life: KnownNet): void => {
    let before: Leaver | null = null;
    for (const leaver of leavers) {
      if (leaver.life !== life) continue;
      if (before !== null && leaver.arrival.seq > before.arrival.seq) {
        const [first, second] = [deviceWords(before.event), deviceWords(leaver.event)];
        const where = netWords(life.net);
        const message = `${second} left ${where} after ${first}, which had entered before it`;
        const related = [before.arrival, leaver.arrival, before.event];
        // Another exit callback between the two might have taken the first one.
        brokenBySilence(leaver.event, message, ['pernet.exited'], related);
        return;
      }
      if (before !== null) kept();
      before = leaver;
    }
  };
  return {
    'netdev.unregistered': (event) => {
      if (exits !== known.exits) otherStep();
      exits = known.exits;
      if (event.dev === null || event.net === null) return;
      const life = known.net(event.net);
      const { arrival } = known.device(event.dev);
      // Who entered elsewhere has moved since, nobody saw when.
      if (arrival !== null && netEntered(arrival) === event.net) {
        leavers.push({ life, arrival, event });
      }
      // A log tells of a callback when it is called, the simulation when it returns.
      const sure = known.simulated || known.exited?.ops === DEFAULT_DEVICE_OPS;
      if (life.loopback === event.dev && sure) judge(life);
    },
    'netdev.registered': otherStep,
    'net.cleanup': () => {
      if (known.simulated) leavers = [];
    },
  };
}
