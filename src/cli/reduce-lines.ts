import { unlessThrown } from '../invariants/guarded.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { type JudgeOptions, judge } from '../invariants/judge.ts';
import type { Minimized } from '../invariants/minimize.ts';
import { reduction } from '../invariants/reduction.ts';
import { LogError } from '../recording/log-error.ts';
import { type ReadOptions, readLog } from '../recording/read.ts';
import { joined } from './log-lines.ts';

/** What to look for, and where. */
export interface LineSearch {
  readonly lines: readonly Uint8Array[];
  readonly invariant: Invariant;
  /** The same log, reduced by events: it tells which lines are likely to be needed. */
  readonly found: Minimized;
  readonly reading: ReadOptions;
  readonly judging: Omit<JudgeOptions, 'invariants'>;
}

/** The smallest part of a log that still shows a violation. */
export interface ReducedLines {
  readonly lines: readonly Uint8Array[];
  /** How many logs were read and judged to find it. */
  readonly judged: number;
}

/**
 * Reduces a log to the lines that show a violation: read as a log of its own, what is left still
 * shows it, and without any one of its lines it no longer does, at whatever line. A violation by
 * order is shown by any of that promise by order, one by silence only by one in the same words.
 */
export async function reduceLines(search: LineSearch): Promise<ReducedLines> {
  let judged = 0;
  const showing =
    (place: Place): Shows =>
    (kept) => {
      judged += 1;
      return stillShows(search, kept, place);
    };
  const start = await startingPoint(search, showing('there'));
  const there = await fewest(start, showing('there'));
  // Several lines may tell of the event that breaks it. Only now that hardly any other is left may
  // one stand for another: a whole log may show elsewhere what is no more than a result of cutting.
  const left = await fewest(there, showing('anywhere'));
  return { lines: left.map((index) => lineAt(search.lines, index)), judged };
}

/** Where a part of the log has to show the violation: at the line of the whole, or at any. */
type Place = 'there' | 'anywhere';

/** Whether the lines of these indexes show the violation. */
type Shows = (kept: readonly number[]) => Promise<boolean>;

async function fewest(start: readonly number[], shows: Shows): Promise<readonly number[]> {
  const attempts = reduction(start);
  let step = attempts.next();
  while (step.done !== true) step = attempts.next(await shows(step.value));
  return step.value;
}

/** How far from a line that matters others may matter, too; beyond, the whole log is tried. */
const REACHES = [0, 4, 16, 64, 256, 1024, 4096, 16384];

/** The first lines tell the format of many logs. */
const HEAD_LINES = 20;

/** A part of the log, by indexes of its lines, that is small and still shows the violation. */
async function startingPoint(
  { lines, found: { events } }: LineSearch,
  shows: Shows,
): Promise<readonly number[]> {
  const centres = events.flatMap(({ line }) => (line === null ? [] : [line - 1]));
  for (const reach of REACHES) {
    const kept = [...lines.keys()].filter(
      (index) => index < HEAD_LINES || centres.some((centre) => Math.abs(centre - index) <= reach),
    );
    if (await shows(kept)) return kept;
  }
  return [...lines.keys()];
}

async function stillShows(
  { lines, invariant, found, reading, judging }: LineSearch,
  kept: readonly number[],
  place: Place,
): Promise<boolean> {
  const { line, silent, message } = found.violation;
  const events = await eventsOf(
    kept.map((index) => lineAt(lines, index)),
    reading,
  );
  const options = { ...judging, invariants: [invariant] };
  return unlessThrown(() => judge(events, options).invariants, [])
    .flatMap(({ violations }) => violations)
    .some((violation) => {
      if (violation.silent !== silent || (silent && violation.message !== message)) return false;
      const index = violation.line === null ? null : kept[violation.line - 1];
      return place === 'anywhere' || index === (line === null ? null : line - 1);
    });
}

/** The events of a log, none where it is no log any more. */
async function eventsOf(lines: readonly Uint8Array[], reading: ReadOptions) {
  try {
    return (await readLog(each(lines), reading)).events;
  } catch (error) {
    if (error instanceof LogError) return [];
    throw error;
  }
}

async function* each(lines: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield joined(lines);
}

function lineAt(lines: readonly Uint8Array[], index: number): Uint8Array {
  return lines[index] ?? new Uint8Array();
}
