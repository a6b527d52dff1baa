import type { Invariant } from '../invariants/invariant.ts';
import { batchProgress } from './batch-progress.ts';
import type { CheckedLog, UnreadLog } from './checked-log.ts';
import type { Crew } from './crew.ts';
import { type Court, judgeLog } from './judge-log.ts';
import type { JudgingOrder } from './judging-order.ts';
import { positionOf, progressOf } from './progress.ts';
import type { Shell } from './shell.ts';

type Result = CheckedLog | UnreadLog;

/**
 * Judges logs, side by side where the shell has a crew for it. The results come in the order of
 * the files, whatever is finished first.
 */
export async function* judgeAll(
  shell: Shell,
  files: readonly string[],
  order: JudgingOrder,
  invariants: readonly Invariant[],
): AsyncGenerator<Result> {
  const court = { openLog: shell.openLog, order, invariants };
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) {
    yield await judgeLog(only, { ...court, progressOf: (log) => progressOf(log, shell.err) });
  } else yield* judgeMany(shell, files, court);
}

async function* judgeMany(
  shell: Shell,
  files: readonly string[],
  court: Omit<Court, 'progressOf'>,
): AsyncGenerator<Result> {
  const sizes = await Promise.all(files.map(shell.sizeOf));
  const crew = await shell.hireCrew(court.order, sizes);
  const progress = batchProgress(sizes, shell.err);
  const over = new AbortController();
  const judge = judgeHereOr(crew, court);
  const begin = async (file: string, place: number): Promise<Result> => {
    try {
      return await judge(file, sizes[place] === null, (bytes) => {
        // Nobody wants the results any more: what is read here ends now.
        over.signal.throwIfAborted();
        progress.tell(place, bytes);
      });
    } finally {
      progress.end(place);
    }
  };
  const ahead = crew === null ? [] : files.map(begin);
  // A failure waits for its turn, and is not unheard until then.
  for (const result of ahead) result.catch(() => {});
  try {
    for (const [place, file] of files.entries()) {
      const result = await (ahead[place] ?? begin(file, place));
      await progress.pause();
      yield result;
      progress.resume();
    }
  } finally {
    over.abort();
    await progress.pause();
    await crew?.dismiss();
  }
}

type JudgeOne = (file: string, isPipe: boolean, watch: (bytes: number) => void) => Promise<Result>;

/**
 * Files go to the crew. Pipes are read one after the other by this thread: standard input belongs
 * to it, and to open several would keep those busy who are to read.
 */
function judgeHereOr(crew: Crew | null, court: Omit<Court, 'progressOf'>): JudgeOne {
  let ours: Promise<unknown> = Promise.resolve();
  return (file, isPipe, watch) => {
    if (crew !== null && !isPipe) return crew.judge(file, watch);
    const progressOf: Court['progressOf'] = (log) => positionOf(log, watch);
    const result = ours.then(() => judgeLog(file, { ...court, progressOf }));
    ours = result;
    return result;
  };
}
