import type { EventOf, ExitPhase } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownNet, KnownOps } from './known.ts';
import { isPermanent } from './ops-names.ts';
import { netWords } from './words.ts';

/** P4 and P5: ops_undo_list goes through the phases, and through the list backwards in each. */
export const pernetExitOrder: Invariant = {
  id: 'pernet-exit-order',
  statement:
    'A dying namespace goes through the exit phases one after the other, and in each phase ' +
    'through its pernet operations in reverse list order.',
  mechanism: 'cleanup_net walks pernet_list backwards once for each phase.',
  source: { function: 'cleanup_net', file: 'net/core/net_namespace.c' },
  versions: 'all',
  needs: ['pernet.exited', 'net.cleanup'],
  breaks: 'A forward or shuffled walk, or phases that run into each other.',
  spoiledBy: 'recording',
  monitor: watchExitOrder,
};

const PHASE_RANK: { readonly [P in ExitPhase]: number } = {
  pre_exit: 0,
  exit_rtnl: 1,
  exit: 2,
  exit_batch: 2,
  free: 3,
};

type Exit = EventOf<'pernet.exited'>;

interface ExitStory {
  latest: Exit | null;
  /** In the present phase: the operation closest to the head of the list. */
  foremost: Exit | null;
  place: number;
  checks: number;
  judged: boolean;
}

function watchExitOrder({ kept, broken }: Findings, known: Known): Monitor {
  const stories = new WeakMap<KnownNet, ExitStory>();
  const judge = (story: ExitStory, event: Exit, life: KnownNet): void => {
    const { latest } = story;
    const rank = PHASE_RANK[event.phase];
    const before = latest === null ? rank : PHASE_RANK[latest.phase];
    story.latest = event;
    if (latest !== null && rank < before) {
      story.judged = true;
      const message = `${exitWords(event)} came after ${exitWords(latest)} in ${netWords(life.net)}`;
      broken(event, message, [latest]);
      return;
    }
    if (rank > before) story.foremost = null;
    // Up to 6.12 this phase has two walks, exit_rtnl and exit_batch_rtnl, which look the same.
    if (event.phase === 'exit_rtnl') return;
    const place = placeOf(event, life, known);
    if (place === null) return;
    const { foremost } = story;
    if (foremost === null || place <= story.place) {
      story.foremost = event;
      story.place = place;
      story.checks += 1;
      return;
    }
    story.judged = true;
    const message =
      `${exitWords(event)} came after ${exitWords(foremost)} in ${netWords(life.net)}, ` +
      `although ${event.ops} stands behind ${foremost.ops} on pernet_list`;
    broken(event, message, [foremost]);
  };
  const close = (life: KnownNet): void => {
    const story = stories.get(life);
    if (story !== undefined && !story.judged && story.checks > 1) kept();
  };
  return {
    'pernet.exited': (event) => {
      const life = event.net === null ? null : known.net(event.net);
      if (life === null || life.stage !== 'cleanup' || event.ops === null) return;
      const story = stories.get(life) ?? newStory();
      stories.set(life, story);
      if (!story.judged) judge(story, event, life);
    },
    'net.freed': ({ net }) => net !== null && close(known.net(net)),
    end: () => {
      for (const life of known.nets()) close(life);
    },
  };
}

function newStory(): ExitStory {
  return { latest: null, foremost: null, place: 0, checks: 0, judged: false };
}

/** Its place is known if it still is the operation that stood there when the namespace was set up. */
function placeOf(event: Exit, life: KnownNet, known: Known): number | null {
  if (event.ops === null || life.list === null) return null;
  const ops = known.ops(event.ops);
  const place = life.list.placeOf.get(ops);
  if (place === undefined) return null;
  return known.lossless || isPermanent(ops.ops) ? place : null;
}

function exitWords({ phase, ops }: Exit): string {
  return `${phase} of ${ops}`;
}

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

function watchExitOnce({ kept, broken }: Findings, known: Known): Monitor {
  const stories = new WeakMap<KnownNet, Map<ExitPhase, Map<KnownOps, Exit>>>();
  const judged = new WeakSet<KnownNet>();
  const close = (life: KnownNet): void => {
    if (stories.has(life) && !judged.has(life)) kept();
  };
  const firstIn = (life: KnownNet, phase: ExitPhase): Map<KnownOps, Exit> => {
    const story = stories.get(life) ?? new Map<ExitPhase, Map<KnownOps, Exit>>();
    const exits = story.get(phase) ?? new Map<KnownOps, Exit>();
    stories.set(life, story.set(phase, exits));
    return exits;
  };
  return {
    'pernet.exited': (event) => {
      const life = event.net === null ? null : known.net(event.net);
      if (life === null || life.stage !== 'cleanup' || event.ops === null) return;
      const exits = firstIn(life, event.phase);
      const ops = known.ops(event.ops);
      const before = exits.get(ops);
      if (before === undefined) exits.set(ops, event);
      else if (!judged.has(life)) {
        judged.add(life);
        broken(event, `${exitWords(event)} ran twice in ${netWords(life.net)}`, [before]);
      }
    },
    'net.freed': ({ net }) => net !== null && close(known.net(net)),
    end: () => {
      for (const life of known.nets()) close(life);
    },
  };
}
