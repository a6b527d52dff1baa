import type { EventOf, ExitPhase } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownNet, KnownOps } from './known.ts';
import { PerLife } from './per-life.ts';
import { exitWords } from './pernet-exit.ts';
import { mistakable, REBIRTH } from './rebirth.ts';
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

/** What the phases so far have done, and the one of the last exit. */
interface ExitStory {
  readonly phases: Map<ExitPhase, Phase>;
  name: ExitPhase;
  phase: Phase;
  judged: boolean;
}

function watchExitOnce({ kept, brokenBySilence, blind }: Findings, known: Known): Monitor {
  const stories = new PerLife<KnownNet, ExitStory>();
  const close = (life: KnownNet): void => {
    if (stories.get(life)?.judged === false) kept();
  };
  const storyOf = (life: KnownNet, name: ExitPhase): ExitStory => {
    let story = stories.get(life);
    if (story === undefined) {
      const phase = newPhase();
      story = { phases: new Map([[name, phase]]), name, phase, judged: false };
      stories.set(life, story);
      const doubt = mistakable(life);
      if (doubt !== null) blind(doubt);
    }
    if (story.name !== name) enter(story, name);
    return story;
  };
  return {
    cleanup: {
      'pernet.exited': (event) => {
        const { net: life, ops } = known.present;
        if (life === null || ops === null) return;
        const story = storyOf(life, event.phase);
        const before = twinOf(event, ops, story.phase, life, known);
        if (before === undefined || story.judged) return;
        story.judged = true;
        const message = `${exitWords(event)} ran twice in ${netWords(life.net)}`;
        brokenBySilence(event, message, REBIRTH, [before]);
      },
    },
    'net.freed': ({ net }) => net !== null && close(known.net(net)),
    end: () => {
      for (const life of known.nets()) close(life);
    },
  };
}

function enter(story: ExitStory, name: ExitPhase): void {
  const phase = story.phases.get(name) ?? newPhase();
  story.phases.set(name, phase);
  story.name = name;
  story.phase = phase;
}

function newPhase(): Phase {
  return { exits: [], place: Number.POSITIVE_INFINITY, index: null };
}

/** Adds an exit to its phase; returns the one of the same operation before it, if there is one. */
function twinOf(
  event: Exit,
  ops: KnownOps,
  phase: Phase,
  { list }: KnownNet,
  known: Known,
): Exit | undefined {
  const place = list?.places.get(ops);
  if (phase.index === null && place !== undefined && place < phase.place) {
    phase.exits.push(event);
    phase.place = place;
    return undefined;
  }
  phase.index ??= indexOf(phase.exits, known);
  const before = phase.index.get(ops);
  phase.index.set(ops, event);
  return before;
}

function indexOf(exits: readonly Exit[], known: Known): Map<KnownOps, Exit> {
  const index = new Map<KnownOps, Exit>();
  for (const exit of exits) if (exit.ops !== null) index.set(known.ops(exit.ops), exit);
  return index;
}
