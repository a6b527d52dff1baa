import type { EventOf } from '../model/events.ts';
import type { Findings } from './invariant.ts';
import type { Known, KnownNet, KnownOps } from './known.ts';
import { isPermanent, LOOPBACK_OPS, NETDEV_OPS } from './ops-names.ts';
import { PerLife } from './per-life.ts';
import { REBIRTH } from './rebirth.ts';
import { turnsBack } from './turns-back.ts';
import { netWords } from './words.ts';

type Initialized = EventOf<'pernet.initialized'>;

/** Compares the setups of one recording with the first of them, step by step. */
export interface AlikeWatch {
  readonly take: (event: Initialized, net: KnownNet, ops: KnownOps) => void;
  /** net_dev_init starts: a second time in a log that holds two boots, perhaps of two kernels. */
  readonly boot: () => void;
  readonly forget: () => void;
}

/** How far one setup has come along the first one. */
interface Walk {
  furthest: { readonly place: number; readonly ops: KnownOps; readonly event: Initialized } | null;
  over: boolean;
}

/**
 * Watches the subsys operations of setups, up to loopback: what comes to a namespace afterwards
 * comes from a registration, and a log without returns does not show where the setup ends. Only
 * operations that stay for ever are judged: a module may come back at the end of the list.
 */
export function watchAlike({ kept, brokenBySilence }: Findings, known: Known): AlikeWatch {
  const walks = new PerLife<KnownNet, Walk>();
  let model: KnownNet | null = null;
  let learned: Initialized | null = null;
  let complete = false;
  let booted = false;
  const places = new Map<KnownOps, number>();
  let netdev = -1;
  const forget = (): void => {
    model = null;
    learned = null;
    complete = false;
    places.clear();
    netdev = -1;
  };
  const learn = (ops: KnownOps): void => {
    if (complete || places.has(ops)) return;
    if (ops.ops === NETDEV_OPS) netdev = places.size;
    places.set(ops, places.size);
    if (ops.ops === LOOPBACK_OPS) complete = true;
  };
  /** Modules come later than net_dev_init: what stands in front of its operations is built in. */
  const stays = (ops: KnownOps, place: number): boolean => isPermanent(ops.ops) || place < netdev;
  const compare = (event: Initialized, net: KnownNet, ops: KnownOps): void => {
    const walk = walks.get(net) ?? { furthest: null, over: false };
    walks.set(net, walk);
    const place = places.get(ops);
    if (walk.over || place === undefined) return;
    const { furthest } = walk;
    if (furthest === null || furthest.place < place) walk.furthest = { place, ops, event };
    else if (furthest.place > place && stays(ops, place)) {
      walk.over = true;
      const message = `${ops.ops} was initialised after ${furthest.ops.ops} in ${netWords(net.net)}`;
      const words = `${message}, unlike in ${netWords(model?.net ?? null)}`;
      brokenBySilence(event, words, REBIRTH, [furthest.event]);
      return;
    }
    if (ops.ops !== LOOPBACK_OPS) return;
    walk.over = true;
    // Where the end of a setup is shown, it counts there.
    if (!known.shows('net.ready')) kept();
  };
  return {
    take: (event, net, ops) => {
      // A clock that runs back: the log holds more than one boot.
      if (learned !== null && turnsBack(learned, event)) forget();
      model ??= net;
      if (model === net) {
        learned = event;
        learn(ops);
      } else if (complete) compare(event, net, ops);
    },
    boot: () => {
      if (booted) forget();
      booted = true;
    },
    forget,
  };
}
