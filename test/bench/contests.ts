import type { Contest } from './contest.ts';
import { discard, inputOf } from './inputs.ts';
import {
  coresContest,
  decodeContest,
  eventContests,
  growthContest,
  seekContests,
  startContests,
} from './sections.ts';

/** What can be measured, in this order. */
export const SECTIONS = [
  'decode',
  'cores',
  'fold',
  'judge',
  'simulate',
  'growth',
  'seek',
  'start',
] as const;

/** What is measured, and with which logs. */
export interface Choice {
  readonly sections: readonly (typeof SECTIONS)[number][];
  readonly inputs: readonly string[];
  readonly lines: number;
  /** Whether each log that was not there before is deleted once it was measured with. */
  readonly discarding: boolean;
}

/** Every line of it is an event: what the fold, the judge and the cores are measured with. */
const BUSIEST = 'kprobe-100%';
const SECTIONS_OF_BUSIEST = ['cores', 'fold', 'judge', 'simulate'] as const;
/** Growth is measured from so many lines to ten times as many, unless shorter logs are asked for. */
const GROWTH_LINES = 1_000_000;
const SEEK_EVENTS = 1_000_000;

/** The contests chosen. Each log is made when its turn comes: the disk need not hold all. */
export async function* contests(choice: Choice): AsyncGenerator<Contest> {
  const { sections, inputs } = choice;
  const isChosen = ({ section }: Contest) => sections.some((chosen) => chosen === section);
  for (const name of inputs) {
    for await (const contest of contestsOf(name, choice)) if (isChosen(contest)) yield contest;
  }
  yield* [...seekContests(SEEK_EVENTS), ...startContests()].filter(isChosen);
}

async function* contestsOf(name: string, choice: Choice): AsyncGenerator<Contest> {
  const { sections, lines, discarding } = choice;
  const isBusy = name === BUSIEST && SECTIONS_OF_BUSIEST.some((one) => sections.includes(one));
  if (isBusy || sections.includes('decode')) {
    const input = await inputOf(name, lines);
    yield decodeContest(input);
    if (isBusy) yield* [coresContest(input), ...eventContests(input)];
    if (discarding && input.isNew) discard(input);
  }
  if (sections.includes('growth')) yield* growthOf(name, choice);
}

async function* growthOf(name: string, { lines, discarding }: Choice): AsyncGenerator<Contest> {
  const from = Math.min(lines, GROWTH_LINES);
  const short = await inputOf(name, from);
  const long = await inputOf(name, from * 10);
  yield growthContest(short, long);
  if (discarding && short.isNew) discard(short);
  if (long.isNew) discard(long);
}
