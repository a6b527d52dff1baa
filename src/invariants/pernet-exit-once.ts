import type { EventOf, ExitPhase } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownList, KnownNet, KnownOps } from './known.ts';
import { PerLife } from './per-life.ts';
import { exitWords } from './pernet-exit.ts';
import { REBIRTH } from './rebirth.ts';
import { netWords } from './words.ts';

/** P6: an operation is on the list once, and cleanup_net meets a namespace once. */
export const pernetExitOnce: Invariant = {
  id: 'pernet-exit-once',
  statement: 'Each exit phase of a pernet operation runs at most once for a namespace.',
  mechanism: 'An operation is on pernet_list once, and a namespace is in one cleanup batch.',
  source: { function: 'cleanup_net', file: 'net/core/net_namespace.c' },
  versions: 'all',
  needs: ['pernet.exited', 'net.cleanup'],
  breaks: 'A phase that is walked twice.',
  spoiledBy: 'recording',
  monitor: watchExitOnce,
};

type Exit = EventOf<'pernet.exited'>;

/** What one phase has done in one namespace. */
interface Phase {
  readonly exits: Exit[];
  /** The place of the last one on the list; all before it stand behind that. */
  place: number;
  /** By operation: needed only where places alone do not tell them apart. */
  index: Map<KnownOps, Exit> | null;
}

type Phases = { readonly [P in ExitPhase]: Phase };

function watchExitOnce({ kept, brokenBySilence }: Findings, known: Known): Monitor {
  const stories = new PerLife<KnownNet, Phases>();
  const judged = new WeakSet<KnownNet>();
  const close = (life: KnownNet): void => {
    if (stories.get(life) !== undefined && !judged.has(life)) kept();
  };
  const phasesOf = (life: KnownNet): Phases => {
    let phases = stories.get(life);
    if (phases === undefined) {
      phases = newPhases();
      stories.set(life, phases);
    }
    return phases;
  };
  return {
    'pernet.exited': (event) => {
      const life = event.net === null ? null : known.net(event.net);
      if (life === null || life.stage !== 'cleanup' || event.ops === null) return;
      const before = twinOf(event, known.ops(event.ops), phasesOf(life)[event.phase], life, known);
      if (before === undefined || judged.has(life)) return;
      judged.add(life);
      const message = `${exitWords(event)} ran twice in ${netWords(life.net)}`;
      brokenBySilence(event, message, REBIRTH, [before]);
    },
    'net.freed': ({ net }) => net !== null && close(known.net(net)),
    end: () => {
      for (const life of known.nets()) close(life);
    },
  };
}

function newPhases(): Phases {
  const phase = (): Phase => ({ exits: [], place: Number.POSITIVE_INFINITY, index: null });
  return {
    pre_exit: phase(),
    exit_rtnl: phase(),
    exit: phase(),
    exit_batch: phase(),
    free: phase(),
  };
}

/** Adds an exit to its phase; returns the one of the same operation before it, if there is one. */
function twinOf(
  event: Exit,
  ops: KnownOps,
  phase: Phase,
  { list }: KnownNet,
  known: Known,
): Exit | undefined {
  const place = list === null ? null : nextPlace(list, ops, phase.place);
  if (phase.index === null && place !== null) {
    phase.exits.push(event);
    phase.place = place;
    return undefined;
  }
  phase.index ??= indexOf(phase.exits, known);
  const before = phase.index.get(ops);
  if (before === undefined) phase.index.set(ops, event);
  return before;
}

/** How many operations without an exit callback in a row are walked past. */
const MOST_WITHOUT_EXIT = 8;

/** Where an operation stands in front of a place; `null` if nowhere near. */
function nextPlace({ ops }: KnownList, wanted: KnownOps, behind: number): number | null {
  const last = Math.min(behind, ops.length) - 1;
  for (let place = last; place >= 0 && place > last - MOST_WITHOUT_EXIT; place--) {
    if (ops[place] === wanted) return place;
  }
  return null;
}

function indexOf(exits: readonly Exit[], known: Known): Map<KnownOps, Exit> {
  const index = new Map<KnownOps, Exit>();
  for (const exit of exits) if (exit.ops !== null) index.set(known.ops(exit.ops), exit);
  return index;
}
