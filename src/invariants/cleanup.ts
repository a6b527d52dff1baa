import type { EventOf, KernelEvent } from '../model/events.ts';
import { pidOf } from '../model/pid.ts';
import { Graves } from './graves.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownNet } from './known.ts';
import { PerLife } from './per-life.ts';
import { mistakable, REBIRTH } from './rebirth.ts';
import { netWords } from './words.ts';

/** P9: one worker, one list that is taken whole. */
export const cleanupBatches: Invariant = {
  id: 'cleanup-batches',
  statement:
    'Dead namespaces are cleaned up in batches that never overlap; within a batch the one that ' +
    'died last goes first.',
  mechanism:
    'The workqueue "netns" runs one cleanup_net at a time, and cleanup_list is a stack that ' +
    'cleanup_net takes whole.',
  source: { function: 'cleanup_net', file: 'net/core/net_namespace.c' },
  versions: 'all',
  needs: ['net.cleanup'],
  breaks: 'A second worker, or a batch in another order.',
  spoiledBy: 'recording',
  monitor: watchBatches,
};

type Cleanup = EventOf<'net.cleanup'>;

/** When the last reference to a namespace went. */
interface Death {
  event: EventOf<'net.dying'> | null;
}

interface Entry {
  readonly life: KnownNet;
  readonly began: Cleanup;
  readonly death: Death;
}

interface CleanupStory extends Entry {
  /** The namespaces that joined behind this one before anything was taken from it. */
  successor: Entry | null;
  /** The latest net.cleanup when the first thing was taken from it. */
  batchEnd: Cleanup | null;
  judged: boolean;
}

function watchBatches(findings: Findings, known: Known): Monitor {
  const { kept, broken } = findings;
  const stories = new PerLife<KnownNet, CleanupStory>();
  const deaths = new PerLife<KnownNet, Death>();
  let latest: CleanupStory | null = null;
  /** Something was taken from a namespace: its batch is still going on. */
  const undo = (event: KernelEvent, life: KnownNet | null): void => {
    if (life === null || latest === null) return;
    const story = stories.get(life);
    if (story === undefined || story.judged) return;
    const intruder = latest.began;
    const first = story.batchEnd === null;
    story.batchEnd ??= intruder;
    if (inTwoTasks(story.began, intruder, event)) {
      story.judged = true;
      const message = `the cleanup of ${netWords(intruder.net)} began inside that of ${netWords(life.net)}`;
      broken(intruder, message, [story.began, event]);
    } else if (first) judgeOrder(story, event, findings);
  };
  const close = (life: KnownNet): void => {
    const story = stories.get(life);
    if (story?.batchEnd && !story.judged) kept();
  };
  return {
    'net.dying': (event) => {
      deaths.at(known.net(event.net), newDeath).event = event;
    },
    'net.cleanup': (event) => {
      if (event.net === null) return;
      const life = known.net(event.net);
      const entry: Entry = { life, began: event, death: deaths.at(life, newDeath) };
      if (latest !== null) latest.successor ??= entry;
      const { death } = entry;
      latest = { life, began: event, death, successor: null, batchEnd: null, judged: false };
      stories.set(life, latest);
    },
    'pernet.exited': (event) => undo(event, known.present.net),
    'netdev.unregistered': (event) => event.net !== null && undo(event, known.net(event.net)),
    'net.freed': ({ net }) => net !== null && close(known.net(net)),
    end: () => {
      for (const life of known.nets()) close(life);
    },
  };
}

function newDeath(): Death {
  return { event: null };
}

/** Whether a namespace and the one that joined behind it stand in the right order in their batch. */
function judgeOrder(story: CleanupStory, event: KernelEvent, { broken }: Findings): void {
  const { life, successor } = story;
  // Behind it in time, at work in the same task: the two are in one batch.
  if (successor === null || inTwoTasks(story.began, successor.began, event)) return;
  const died = story.death.event;
  const diedNext = successor.death.event;
  if (died === null || diedNext === null) return;
  if (!inOrder(died, diedNext)) return;
  story.judged = true;
  const [older, younger] = [netWords(life.net), netWords(successor.life.net)];
  const message = `${older} came before ${younger} in a cleanup batch, although it died earlier`;
  broken(story.began, message, [died, diedNext, successor.began, event]);
}

/**
 * A log shows a namespace of a batch only when something is taken from it, perhaps long after
 * cleanup_net began; but two runs of cleanup_net at the same time are two tasks.
 */
function inTwoTasks(began: KernelEvent, intruder: KernelEvent, event: KernelEvent): boolean {
  if (began.task === intruder.task) return false;
  const [task, other] = [pidOf(began.task), pidOf(intruder.task)];
  return task !== null && other !== null && task !== other && pidOf(event.task) === task;
}

/** On two CPUs the last reference may go in one order and reach the list in the other. */
function inOrder(first: KernelEvent, second: KernelEvent): boolean {
  if (first.seq > second.seq) return false;
  return first.evidence === 'simulated' || (first.cpu !== null && first.cpu === second.cpu);
}

/** P10: get_net_ns_by_* use "get unless zero", and cleanup_net unlinks before it undoes. */
export const netStaysDead: Invariant = {
  id: 'net-stays-dead',
  statement:
    'A namespace whose last reference is gone never comes back, and once cleanup_net has taken ' +
    'it off the list no pernet operation is initialised in it.',
  mechanism: 'maybe_get_net refuses a count of zero; registration walks net_namespace_list only.',
  source: { function: 'cleanup_net', file: 'net/core/net_namespace.c' },
  versions: 'all',
  needs: ['net.cleanup'],
  breaks: 'A reference taken from zero, or a namespace that stays on the list.',
  spoiledBy: 'recording',
  monitor: watchDead,
};

function watchDead({ kept, brokenBySilence, blind }: Findings, known: Known): Monitor {
  const ends = new PerLife<KnownNet, EventOf<'net.dying' | 'net.cleanup'>>();
  const graves = new Graves();
  /** By a life that was not seen to begin: the end of the one before. */
  const graveOf = new PerLife<KnownNet, EventOf<'net.freed'> | null>();
  const doubt = (life: KnownNet): void => {
    const reason = mistakable(life);
    if (reason !== null) blind(reason);
  };
  const end = (event: EventOf<'net.dying' | 'net.cleanup'>): void => {
    if (event.net === null) return;
    const life = known.net(event.net);
    const before = ends.get(life);
    if (before === undefined) doubt(life);
    ends.set(life, event);
    // Which batch a namespace was in, and so when it was taken, a log tells only afterwards.
    if (event.type === 'net.cleanup' || before?.type !== 'net.dying') return;
    const message = `${netWords(event.net)} died a second time`;
    brokenBySilence(event, message, REBIRTH, [before]);
  };
  const initialise = (event: EventOf<'pernet.initialized' | 'pernet.failed'>): void => {
    const life = known.present.net;
    if (life === null || event.net === null) return;
    if (life.stage === 'ready') return;
    if (life.stage === 'unknown') doubt(life);
    // Under an id that was freed, a life that was not seen to begin is the old one.
    const before =
      life.stage === 'unknown' ? graveOf.at(life, () => graves.of(life.net)) : ends.get(life);
    if (before === undefined || before === null || before.type === 'net.dying') return;
    if (before.type === 'net.cleanup' && !isTaken(life, known)) return;
    const message = `${event.ops} was initialised in ${netWords(event.net)}, which was cleaned up`;
    brokenBySilence(event, message, REBIRTH, [before]);
  };
  return {
    'recording.gap': () => graves.clear(),
    'net.setup': (event) => graves.note(event),
    'net.ready': (event) => {
      const before = ends.get(known.net(event.net));
      if (before === undefined) return;
      const message = `${netWords(event.net)} became ready after it had died`;
      brokenBySilence(event, message, REBIRTH, [before]);
    },
    'net.dying': end,
    'net.cleanup': end,
    outside: { 'pernet.initialized': initialise, 'pernet.failed': initialise },
    'net.freed': (event) => {
      if (event.net === null || known.net(event.net).stage !== 'cleanup') return;
      kept();
      graves.note(event);
    },
    end: () => {
      for (const { stage } of known.nets()) if (stage === 'cleanup') kept();
    },
  };
}

/**
 * Whether cleanup_net has taken a namespace off the list for sure: its loopback is gone. Logs tell
 * of cleanup_net when it is entered, and it may have to wait for a registration that goes on.
 */
function isTaken(life: KnownNet, known: Known): boolean {
  if (known.simulated) return true;
  return life.loopback !== null && !known.isListed(life, life.loopback);
}
