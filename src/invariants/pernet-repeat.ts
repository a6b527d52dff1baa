import type { EventOf } from '../model/events.ts';
import type { Findings } from './invariant.ts';
import type { KnownNet, KnownOps } from './known.ts';
import { isPermanent } from './ops-names.ts';
import { PerLife } from './per-life.ts';
import { REBIRTH } from './rebirth.ts';
import { turnsBack } from './turns-back.ts';
import { netWords } from './words.ts';

type Initialized = EventOf<'pernet.initialized'>;

/** Finds operations that come to a namespace a second time without a new registration. */
export interface RepeatWatch {
  readonly take: (event: Initialized, net: KnownNet, ops: KnownOps) => void;
  /** Some operation was registered: without a name it may be any. */
  readonly register: (event: EventOf<'pernet.registered'>) => void;
}

/**
 * Watches what is initialised after setup_net is over. A new registration of operations is a new
 * record of them; what may have been registered again unseen is not accused.
 */
export function watchRepeats({ brokenBySilence }: Findings): RepeatWatch {
  const later = new PerLife<KnownNet, Map<KnownOps, Initialized>>();
  let unnamedSince = -1;
  return {
    take: (event, net, ops) => {
      const done = later.get(net) ?? new Map<KnownOps, Initialized>();
      later.set(net, done);
      const before = done.get(ops) ?? null;
      done.set(ops, event);
      const first = before ?? (net.list?.places.get(ops) === undefined ? null : net.birth);
      if (first === null || !isPermanent(ops.ops) || first.seq < unnamedSince) return;
      if (turnsBack(first, event)) return;
      const message = `${ops.ops} was initialised a second time in ${netWords(net.net)}`;
      brokenBySilence(event, message, REBIRTH, [first]);
    },
    register: ({ ops, seq }) => {
      if (ops === null) unnamedSince = seq;
    },
  };
}
