import type { EventOf, ExitPhase } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownNet, KnownOps } from './known.ts';
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

function watchExitOrder(findings: Findings, known: Known): Monitor {
  const { kept, brokenBySilence, unseen } = findings;
  let freed = false;
  const stories = new PerLife<KnownNet, ExitStory>();
  const judge = (story: ExitStory, event: Exit, life: KnownNet, ops: KnownOps): void => {
    const { latest } = story;
    const { phase } = event;
    story.latest = event;
    if (latest !== null && phase !== latest.phase) {
      const [rank, before] = [PHASE_RANK[phase], PHASE_RANK[latest.phase]];
      if (rank < before) {
        story.judged = true;
        const words = `${exitWords(event)} came after ${exitWords(latest)}`;
        brokenBySilence(event, `${words} in ${netWords(life.net)}`, REBIRTH, [latest]);
        return;
      }
      if (rank > before) story.foremost = null;
    }
    // Up to 6.12 this phase has two walks, exit_rtnl and exit_batch_rtnl, which look the same.
    if (phase === 'exit_rtnl') return;
    const { list } = life;
    // Known if it still is the operation that stood there when the namespace was set up.
    const place = list?.trusted === true ? list.places.get(ops) : undefined;
    if (place === undefined) return;
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
    cleanup: {
      'pernet.exited': (event) => {
        const { net: life, ops } = known.present;
        if (life === null || ops === null) return;
        if (event.phase === 'free') freed = true;
        const story = stories.at(life, newStory);
        if (!story.judged) judge(story, event, life, ops);
      },
    },
    'net.freed': ({ net }) => net !== null && close(known.net(net)),
    end: () => {
      if (!freed) unseen('when the data of operations is freed');
      for (const life of known.nets()) close(life);
    },
  };
}

function newStory(): ExitStory {
  return { latest: null, foremost: null, place: 0, checks: 0, judged: false };
}

function isSure({ ops }: Exit, known: Known): boolean {
  return ops !== null && isPermanent(known.ops(ops).ops);
}

/** An exit as messages name it: `exit of fib_net_ops`. */
export function exitWords({ phase, ops }: Exit): string {
  return `${phase} of ${ops}`;
}
