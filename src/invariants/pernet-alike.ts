import type { EventOf } from '../model/events.ts';
import type { Findings } from './invariant.ts';
import type { Known, KnownNet, KnownOps } from './known.ts';
import { isPermanent, NETDEV_OPS } from './ops-names.ts';
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
  /** The place that has come furthest, and what stood there. */
  place: number;
  ops: KnownOps;
  event: Initialized;
  over: boolean;
}

/**
 * Watches the subsys operations of setups, up to loopback: what comes to a namespace afterwards
 * comes from a registration, and a log without returns does not show where the setup ends. Only
 * operations that stay for ever are judged: a module may come back at the end of the list.
 */
export function watchAlike({ kept, brokenBySilence }: Findings, known: Known): AlikeWatch {
  const walks = new PerLife<KnownNet, Walk>();
  let model = new Model();
  let booted = false;
  const forget = (): void => {
    model = new Model();
  };
  const compare = (event: Initialized, net: KnownNet, ops: KnownOps): void => {
    const place = model.placeOf(ops);
    if (place === undefined) return;
    let walk = walks.get(net);
    if (walk === undefined) {
      walk = { place, ops, event, over: false };
      walks.set(net, walk);
    }
    if (walk.over) return;
    if (walk.place < place) {
      walk.place = place;
      walk.ops = ops;
      walk.event = event;
    } else if (walk.place > place && model.stays(ops, place)) {
      walk.over = true;
      const message = `${ops.ops} was initialised after ${walk.ops.ops} in ${netWords(net.net)}`;
      const words = `${message}, unlike in ${netWords(model.net?.net ?? null)}`;
      brokenBySilence(event, words, REBIRTH, [walk.event]);
      return;
    }
    if (!ops.isLoopback) return;
    walk.over = true;
    // Where the end of a setup is shown, it counts there.
    if (!known.shows('net.ready')) kept();
  };
  return {
    take: (event, net, ops) => {
      // A clock that runs back: the log holds more than one boot.
      if (model.latest !== null && turnsBack(model.latest, event)) forget();
      model.net ??= net;
      if (model.net === net) model.learn(event, ops);
      else if (model.complete) compare(event, net, ops);
    },
    boot: () => {
      if (booted) forget();
      booted = true;
    },
    forget,
  };
}

/** The first setup of a recording, which all others are compared with. */
class Model {
  net: KnownNet | null = null;
  latest: Initialized | null = null;
  /** It has come to loopback. */
  complete = false;
  readonly #places = new PerLife<KnownOps, number>();
  #learnt = 0;
  #netdev = -1;

  learn(event: Initialized, ops: KnownOps): void {
    this.latest = event;
    if (this.complete || this.#places.get(ops) !== undefined) return;
    if (ops.ops === NETDEV_OPS) this.#netdev = this.#learnt;
    this.#places.set(ops, this.#learnt);
    this.#learnt += 1;
    if (ops.isLoopback) this.complete = true;
  }

  placeOf(ops: KnownOps): number | undefined {
    return this.#places.get(ops);
  }

  /** Modules come later than net_dev_init: what stands in front of its operations is built in. */
  stays(ops: KnownOps, place: number): boolean {
    return isPermanent(ops.ops) || place < this.#netdev;
  }
}
