import type { EventOf, EventType } from '../model/events.ts';
import { LOOPBACK_IFINDEX, type NetId } from '../model/ids.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Arrival, Known, KnownDevice, KnownNet } from './known.ts';
import { PerLife } from './per-life.ts';
import { isBoundLoopback, REBIRTH } from './rebirth.ts';
import { deviceWords, netWords } from './words.ts';

/** D1: the index hash (the xarray since 6.12) is asked before an index is given. */
export const ifindexUnique: Invariant = {
  id: 'ifindex-unique',
  statement: 'The listed devices of a namespace have different, positive ifindexes.',
  mechanism: 'dev_index_reserve refuses an index in use and looks for a free one otherwise.',
  source: { function: 'dev_index_reserve', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['netdev.registered'],
  breaks: 'An allocator that does not look whether the index is taken.',
  spoiledBy: 'recording',
  monitor: watchUnique,
};

function watchUnique({ kept, broken, brokenBySilence }: Findings, known: Known): Monitor {
  const holders = new PerLife<KnownNet, Map<number, KnownDevice>>();
  const arrive = (event: Arrival, net: NetId | null): void => {
    const { ifindex, dev } = event;
    if (ifindex === null) return;
    if (ifindex < LOOPBACK_IFINDEX) {
      broken(event, `${deviceWords(event)} has an ifindex that is not positive`);
      return;
    }
    if (net === null || dev === null) return;
    const life = known.net(net);
    const indexes = holders.get(life) ?? new Map<number, KnownDevice>();
    holders.set(life, indexes);
    const holder = indexes.get(ifindex);
    indexes.set(ifindex, known.device(dev));
    if (holder === undefined || !known.isListed(life, holder.dev)) {
      kept();
      return;
    }
    const isBound = isBoundLoopback(life, holder.dev);
    // A device that is listed twice breaks device-lifecycle.
    if (holder.dev === dev && !isBound) return;
    const [first, second] = [deviceWords(holder), deviceWords(event)];
    const message = `${second} got the ifindex of ${first} in ${netWords(net)}`;
    const arrival = isBound ? life.loopbackArrival : holder.arrival;
    const missing = isBound ? REBIRTH : DEPARTURE;
    brokenBySilence(event, message, missing, arrival === null ? [] : [arrival]);
  };
  const leave = (net: NetId | null, ifindex: number | null): void => {
    if (net !== null && ifindex !== null) holders.get(known.net(net))?.delete(ifindex);
  };
  return {
    'netdev.registered': (event) => arrive(event, event.net),
    'netdev.moved': (event) => {
      leave(event.from, event.fromIfindex);
      arrive(event, event.to);
    },
    'netdev.unregistered': ({ net, ifindex }) => leave(net, ifindex),
  };
}

/** What lets go of an ifindex. */
const DEPARTURE: readonly EventType[] = ['netdev.unregistered'];

/** D2: net->ifindex only goes up; an asked-for index never moves it. */
export const ifindexMonotonic: Invariant = {
  id: 'ifindex-monotonic',
  statement: 'The ifindexes that the kernel chooses itself only grow within a namespace.',
  mechanism:
    'net->ifindex remembers the last one and the search starts behind it. Which indexes a user ' +
    'asked for our events do not tell, so this is checked on devices that pernet operations make.',
  source: { function: 'dev_index_reserve', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['netdev.registered', 'pernet.initialized'],
  breaks: 'An allocator that hands out the lowest free index.',
  spoiledBy: 'recording',
  monitor: watchMonotonic,
};

type Registration = EventOf<'netdev.registered'>;

interface IndexStory {
  /** Listed by setup_net; users reach the namespace only when it is ready. */
  readonly made: Registration[];
  last: Registration | null;
}

/** An init function makes a device or two; more are somebody else's. */
const MOST_FRESH = 4;

function watchMonotonic({ kept, broken, brokenBySilence }: Findings, known: Known): Monitor {
  const stories = new PerLife<KnownNet, IndexStory>();
  /** Listed outside of setups since the last step of pernet operations anywhere. */
  let fresh: Registration[] = [];
  /** How many steps there had been when the last of them was listed. */
  let since = 0;
  const choose = (story: IndexStory, event: Registration, alone: boolean): void => {
    const { last } = story;
    if (event.ifindex === null) return;
    story.last = event;
    if (last === null || last.ifindex === null) return;
    if (last.ifindex < event.ifindex) kept();
    else {
      const message = `${deviceWords(event)} got an ifindex not above that of ${deviceWords(last)}`;
      const words = `${message} in ${netWords(event.net)}`;
      // Later on another step may stand between a user's device and this one.
      if (alone) broken(event, words, [last]);
      else brokenBySilence(event, words, ['pernet.initialized'], [last]);
    }
  };
  const close = ({ net }: EventOf<'net.ready' | 'net.failed'>): void => {
    const story = net === null ? undefined : stories.get(known.net(net));
    if (story === undefined) return;
    for (const device of story.made) choose(story, device, true);
  };
  return {
    'recording.gap': () => {
      fresh = [];
    },
    'netdev.registered': (event) => {
      if (event.net === null) return;
      const life = known.net(event.net);
      // What stands before lo breaks loopback-first; its index may be one it asked for.
      if (life.birth !== null && life.loopbackArrival === null) return;
      if (life.setup !== null) stories.at(life, newStory).made.push(event);
      else {
        if (since !== known.steps) fresh = [];
        since = known.steps;
        if (fresh.push(event) > MOST_FRESH) fresh.shift();
      }
    },
    outside: {
      'pernet.initialized': (event) => {
        if (fresh.length === 0) return;
        const made = since + 1 === known.steps ? fresh : [];
        for (const device of made) {
          // In a namespace that users can reach it may be theirs, unless the same task listed it.
          const own = device.task !== null && device.task === event.task;
          if (own && event.net !== null && device.net === event.net) {
            choose(stories.at(known.net(event.net), newStory), device, false);
          }
        }
        fresh = [];
      },
    },
    'net.ready': close,
    'net.failed': close,
  };
}

function newStory(): IndexStory {
  return { made: [], last: null };
}
