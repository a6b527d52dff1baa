import type { Explanation } from '../invariants/explain.ts';
import { type Case, Explainer } from '../invariants/explainer.ts';
import { MonitorError } from '../invariants/guarded.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { Judge, type Judgement } from '../invariants/judge.ts';
import { InputError } from '../node/input-error.ts';
import type { LogFile } from '../node/log-file.ts';
import type { CheckedLog, Panic, UnreadLog } from './checked-log.ts';
import { inputComplaint } from './complaint.ts';
import type { JudgingOrder } from './judging-order.ts';
import type { Progress } from './progress.ts';
import { readThrough } from './read-through.ts';
import { RecentEvents } from './recent-events.ts';
import type { Shell } from './shell.ts';

/** Who judges a log, and how. */
export interface Court {
  readonly openLog: Shell['openLog'];
  readonly order: JudgingOrder;
  /** The promises of the order. */
  readonly invariants: readonly Invariant[];
  /** Tells somebody how far the reading of a log is. */
  readonly progressOf: (log: LogFile) => Progress;
}

/** Reads and judges one log without a word: what is wrong with it is in the result. */
export async function judgeLog(file: string, court: Court): Promise<CheckedLog | UnreadLog> {
  try {
    return await judged(file, court);
  } catch (error) {
    const outcome = error instanceof MonitorError ? 'rule threw' : 'not read';
    return { file, message: inputComplaint(error), outcome };
  }
}

async function judged(file: string, court: Court): Promise<CheckedLog | UnreadLog> {
  const { order, invariants } = court;
  const log = await court.openLog(file);
  const { kernel } = order;
  const judge = new Judge({ invariants, ...(kernel === null ? {} : { kernel }) });
  const recent = order.told && log.size === null ? new RecentEvents() : null;
  const progress = court.progressOf(log);
  let panic: Panic | null = null;
  try {
    const summary = await readThrough(log, order.reading, async (events) => {
      recent?.keep(events);
      for (const event of events) {
        judge.see(event);
        if (event.type !== 'kernel.panicked') continue;
        panic ??= { line: event.line, message: event.message };
      }
      await progress.tell(events.length);
      return true;
    });
    if (summary === null) {
      return { file, message: 'was not read to its end', outcome: 'not read' };
    }
    const { verdict, invariants: promises, state } = judge.end();
    const judgement = { verdict, invariants: promises };
    const stateHash = order.hashed ? (await import('../replay/hash.ts')).stateHash(state) : null;
    const cases = order.told ? casesOf(judgement, invariants) : [];
    const told = await stories(file, court, cases, recent);
    return { file, summary, judgement, panic, stateHash, ...told };
  } finally {
    await progress.clear();
  }
}

/** The first violation of each promise. */
function casesOf(
  judgement: Pick<Judgement, 'invariants'>,
  invariants: readonly Invariant[],
): readonly Case[] {
  return judgement.invariants.flatMap(({ id, violations: [violation] }) => {
    const invariant = invariants.find((candidate) => candidate.id === id);
    return violation === undefined || invariant === undefined ? [] : [{ invariant, violation }];
  });
}

type Stories = Pick<CheckedLog, 'explanations' | 'untold'>;

/** A log that is right costs no memory: only for the story of a violation it is read once more. */
async function stories(
  file: string,
  court: Court,
  cases: readonly Case[],
  recent: RecentEvents | null,
): Promise<Stories> {
  if (cases.length === 0) return { explanations: [], untold: null };
  if (recent !== null) {
    const explanations = recent.explain(cases);
    const whole = explanations.length === cases.length;
    return { explanations, untold: whole ? null : 'of what is piped in, only the end is kept' };
  }
  try {
    return { explanations: await readAgain(file, court, cases), untold: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { explanations: [], untold: `the log could not be read again (${error.message})` };
  }
}

async function readAgain(
  file: string,
  { openLog, order, progressOf }: Court,
  cases: readonly Case[],
): Promise<readonly Explanation[]> {
  const log = await openLog(file);
  const progress = progressOf(log);
  const explainer = new Explainer(cases);
  try {
    await readThrough(log, order.reading, async (events) => {
      for (const event of events) explainer.see(event);
      await progress.tell(events.length);
      return !explainer.isDone;
    });
  } finally {
    await progress.clear();
  }
  return explainer.explanations;
}
