import type { EventOf } from '../model/events.ts';
import { INIT_NET, LOOPBACK_IFINDEX, type NetId } from '../model/ids.ts';
import { arrivalBefore } from './arrival.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Arrival, Known, KnownNet } from './known.ts';
import { LOOPBACK_OPS, NETDEV_OPS } from './ops-names.ts';
import { PerLife } from './per-life.ts';
import { isBoundLoopback, REBIRTH } from './rebirth.ts';
import { deviceWords, listWords, netWords } from './words.ts';

/** L1: nothing can enter a namespace before its loopback. */
export const loopbackFirst: Invariant = {
  id: 'loopback-first',
  statement: 'The loopback device is the first device of every network namespace.',
  mechanism:
    'loopback_net_ops is the first device operation on pernet_list, subsys operations register ' +
    'no device, and no task can reach a namespace before setup_net returns.',
  source: { function: 'setup_net', file: 'net/core/net_namespace.c' },
  versions: 'all',
  needs: ['netdev.registered'],
  breaks: 'A pernet operation in front of loopback_net_ops that registers a device.',
  spoiledBy: 'recording',
  monitor: watchFirst,
};

function watchFirst({ kept, broken }: Findings, known: Known): Monitor {
  const stories = new PerLife<KnownNet, { readonly first: Arrival; judged: boolean }>();
  const judge = (life: KnownNet): void => {
    const story = stories.get(life);
    const lo = life.loopbackArrival;
    if (story === undefined || story.judged || lo === null) return;
    const { first } = story;
    // That lo came first is worth something only where this life was seen to begin.
    story.judged = life.made !== null || life.birth !== null;
    if (first === lo && story.judged) kept();
    // Where it was not, what stands before lo may be left from the life before.
    if (first === lo || life.birth === null) return;
    const where = netWords(life.net);
    const message = `${deviceWords(first)} entered ${where} before its loopback ${deviceWords(lo)}`;
    broken(first, message, [lo]);
  };
  const arrive = (net: NetId, event: Arrival): void => {
    const life = known.net(net);
    if (stories.get(life) === undefined) {
      // A log of devices alone shows no life begin, but this is how each one looks there.
      const sparse = life.birth === null && !known.shows('pernet.initialized');
      const judged = sparse && life.loopbackArrival === event;
      stories.set(life, { first: event, judged });
      if (judged) kept();
    } else if (life.loopbackArrival === event) judge(life);
  };
  return {
    'netdev.registered': (event) => event.net !== null && arrive(event.net, event),
    'netdev.moved': (event) => event.to !== null && arrive(event.to, event),
    only: {
      [LOOPBACK_OPS]: {
        'pernet.initialized': ({ net }) => net !== null && judge(known.net(net)),
      },
    },
    'net.ready': ({ net }) => judge(known.net(net)),
  };
}

/** L2: BUG_ON in loopback_net_init holds lo to ifindex 1, uniqueness keeps others from it. */
export const loopbackIfindex: Invariant = {
  id: 'loopback-ifindex',
  statement: 'The loopback device has ifindex 1 in its namespace, and no other device ever has.',
  mechanism:
    'lo is the first device, so it gets the first index; BUG_ON(ifindex != LOOPBACK_IFINDEX) ' +
    'guards it, and an index in use is given to no other device.',
  source: { function: 'loopback_net_init', file: 'drivers/net/loopback.c' },
  versions: 'all',
  needs: ['netdev.registered'],
  breaks: 'An index allocator that starts elsewhere or hands out an index twice.',
  spoiledBy: 'recording',
  monitor: watchIfindex,
};

function watchIfindex({ kept, broken, brokenBySilence }: Findings, known: Known): Monitor {
  const judged = new PerLife<KnownNet, true>();
  const judge = (life: KnownNet): void => {
    const lo = life.loopbackArrival;
    if (lo === null || lo.ifindex === null || judged.get(life)) return;
    judged.set(life, true);
    if (lo.ifindex === LOOPBACK_IFINDEX) kept();
    else broken(lo, `the loopback of ${netWords(life.net)} is ${deviceWords(lo)}, not ifindex 1`);
  };
  const arrive = (net: NetId | null, event: Arrival): void => {
    if (net === null || event.ifindex === null || event.dev === null) return;
    const life = known.net(net);
    const lo = life.loopbackArrival;
    if (lo === null || lo === event || lo.ifindex !== LOOPBACK_IFINDEX) return;
    if (event.ifindex !== LOOPBACK_IFINDEX) {
      if (lo.dev !== null && known.isListed(life, lo.dev)) kept();
      return;
    }
    const message = `${deviceWords(event)} took the ifindex of the loopback of ${netWords(net)}`;
    const isBound = isBoundLoopback(life, lo.dev);
    brokenBySilence(event, message, isBound ? REBIRTH : ['netdev.unregistered'], [lo]);
  };
  const recognised = (net: NetId | null): void => {
    const life = net === null ? null : known.net(net);
    if (life !== null && life.made !== null) judge(life);
  };
  return {
    'netdev.registered': (event) => arrive(event.net, event),
    'netdev.moved': (event) => arrive(event.to, event),
    only: { [LOOPBACK_OPS]: { 'pernet.initialized': ({ net }) => recognised(net) } },
    'net.ready': ({ net }) => {
      const life = known.net(net);
      const [first] = life.devices;
      // Whatever the log shows of the setup: what stands first, and in time nobody could rename.
      const isLoopback = life.loopback === first?.dev || life.loopbackArrival?.name === 'lo';
      if (life.birth !== null && isLoopback) judge(life);
    },
  };
}

/** L5: default_device_exit_batch walks the device list backwards. */
export const loopbackLast: Invariant = {
  id: 'loopback-last',
  statement: 'The loopback device is the last device to leave its namespace.',
  mechanism:
    'Pernet operations exit in reverse order, and the last device operation to exit, ' +
    'default_device_ops, takes the device list from its tail to its head, where lo stands.',
  source: { function: 'default_device_exit_batch', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['netdev.unregistered'],
  breaks: 'A teardown that walks the device list forwards or in no order.',
  spoiledBy: 'recording',
  monitor: watchLast,
};

interface LastStory {
  readonly lo: EventOf<'netdev.unregistered'>;
  readonly loArrival: Arrival | null;
  judged: boolean;
}

function watchLast({ kept, broken, brokenBySilence, blind }: Findings, known: Known): Monitor {
  const stories = new PerLife<KnownNet, LastStory>();
  const loLeaves = (life: KnownNet, lo: EventOf<'netdev.unregistered'>): void => {
    stories.set(life, { lo, loArrival: life.loopbackArrival, judged: false });
    if (life.devices.size === 0) {
      kept();
      return;
    }
    // One of them leaving later breaks the promise; never seen leaving, its record may be lost.
    const others = listWords([...life.devices].map(deviceWords));
    blind(`${others} had not been seen to leave ${netWords(life.net)} when its loopback left`);
  };
  const otherLeaves = (life: KnownNet, event: EventOf<'netdev.unregistered' | 'netdev.moved'>) => {
    const story = stories.get(life);
    if (story === undefined || story.judged) return;
    const last = event.dev === null ? null : known.device(event.dev).arrival;
    const arrival = arrivalBefore(event, last, life.net);
    // A device in front of lo breaks loopback-first; that it leaves behind lo is the consequence.
    if (arrival !== null && story.loArrival !== null && arrival.seq < story.loArrival.seq) return;
    story.judged = true;
    const lo = deviceWords(story.lo);
    const other = event.type === 'netdev.moved' ? { ...event, ifindex: event.fromIfindex } : event;
    if (arrival !== null && arrival.seq > story.lo.seq) {
      // Unless it belongs to a new life under the same id.
      const late = `${deviceWords(other)} entered ${netWords(life.net)} after ${lo} had left`;
      brokenBySilence(arrival, late, REBIRTH, [story.lo, event]);
      return;
    }
    const message = `${lo} left ${netWords(life.net)} while ${deviceWords(other)} was still listed`;
    if (arrival !== null) broken(story.lo, message, [arrival, event]);
    else brokenBySilence(story.lo, message, ['netdev.registered'], [event]);
  };
  return {
    'netdev.unregistered': (event) => {
      const net = event.net ?? (event.dev === null ? null : known.device(event.dev).net);
      if (net === null || net === INIT_NET) return;
      const life = known.net(net);
      if (event.dev !== null && life.loopback === event.dev) loLeaves(life, event);
      else otherLeaves(life, event);
    },
    'netdev.moved': (event) => {
      if (event.from !== null) otherLeaves(known.net(event.from), event);
    },
    only: {
      [NETDEV_OPS]: {
        'pernet.exited': ({ net }) => {
          // What outlives netdev_exit breaks no-orphans, which tells it better.
          const story = net === null ? undefined : stories.get(known.net(net));
          if (story !== undefined) story.judged = true;
        },
      },
    },
  };
}
