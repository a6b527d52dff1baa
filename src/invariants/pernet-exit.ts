import type { EventOf, ExitPhase } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownNet } from './known.ts';
import { isPermanent } from './ops-names.ts';
import { PerLife } from './per-life.ts';
import { REBIRTH } from './rebirth.ts';
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

function watchExitOrder({ kept, brokenBySilence }: Findings, known: Known): Monitor {
  const stories = new PerLife<KnownNet, ExitStory>();
  const judge = (story: ExitStory, event: Exit, life: KnownNet): void => {
    const { latest } = story;
    const rank = PHASE_RANK[event.phase];
    const before = latest === null ? rank : PHASE_RANK[latest.phase];
    story.latest = event;
    if (latest !== null && rank < before) {
      story.judged = true;
      const message = `${exitWords(event)} came after ${exitWords(latest)} in ${netWords(life.net)}`;
      brokenBySilence(event, message, REBIRTH, [latest]);
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
    // A module may have come back at the end of the list.
    const sure = isSure(event, known) && isSure(foremost, known);
    brokenBySilence(event, message, sure ? REBIRTH : [...REBIRTH, 'pernet.registered'], [foremost]);
  };
  const close = (life: KnownNet): void => {
    const story = stories.get(life);
    if (story !== undefined && !story.judged && story.checks > 1) kept();
  };
  return {
    'pernet.exited': (event) => {
      const life = event.net === null ? null : known.net(event.net);
      if (life === null || life.stage !== 'cleanup' || event.ops === null) return;
      let story = stories.get(life);
      if (story === undefined) {
        story = newStory();
        stories.set(life, story);
      }
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
  return life.list.placeOf.get(known.ops(event.ops)) ?? null;
}

function isSure({ ops }: Exit, known: Known): boolean {
  return ops !== null && isPermanent(known.ops(ops).ops);
}

/** An exit as messages name it: `exit of fib_net_ops`. */
export function exitWords({ phase, ops }: Exit): string {
  return `${phase} of ${ops}`;
}
