import type { KernelEvent } from '../model/events.ts';
import type { ReadOptions, RecordingSummary } from '../recording/read.ts';
import { complain, complainOfLines, inputComplaint } from './complaint.ts';
import { hintsOf } from './hints.ts';
import { titleOf } from './inputs.ts';
import { progressOf } from './progress.ts';
import { readThrough, type Visitor } from './read-through.ts';
import type { Shell } from './shell.ts';

/** Says on stderr what a reader should know, for commands whose output has no place for it. */
export async function complainOfHints(
  shell: Shell,
  file: string,
  summary: RecordingSummary,
): Promise<void> {
  for (const hint of hintsOf(summary)) await complain(shell.err, titleOf(file), hint);
}

/** What became of reading one log. */
export type ReadResult =
  | { readonly read: 'whole'; readonly summary: RecordingSummary }
  /** The visitor had seen enough. */
  | { readonly read: 'part' }
  | { readonly read: 'failed'; readonly message: string };

/**
 * Reads a log for a command: shows progress, and says on stderr what is wrong with the file. Lines
 * that are broken do not end the reading, they are in the summary's `problems`.
 */
export async function readLog(
  shell: Shell,
  file: string,
  options: ReadOptions,
  visit: Visitor,
): Promise<ReadResult> {
  try {
    return await read(shell, file, options, visit);
  } catch (error) {
    const message = inputComplaint(error);
    await complain(shell.err, titleOf(file), message);
    return { read: 'failed', message };
  }
}

/** A whole recording in memory. */
export interface WholeLog {
  readonly events: readonly KernelEvent[];
  readonly summary: RecordingSummary;
}

/** Reads a log into memory as {@link readLog} does; `null` where that failed. */
export async function readWhole(
  shell: Shell,
  file: string,
  options: ReadOptions,
): Promise<WholeLog | null> {
  const events: KernelEvent[] = [];
  const result = await readLog(shell, file, options, async (some) => {
    for (const event of some) events.push(event);
    return true;
  });
  return result.read === 'whole' ? { events, summary: result.summary } : null;
}

async function read(
  shell: Shell,
  file: string,
  options: ReadOptions,
  visit: Visitor,
): Promise<ReadResult> {
  const log = await shell.openLog(file);
  const progress = progressOf(log, shell.err);
  try {
    const summary = await readThrough(log, options, async (events) => {
      await progress.tell(events.length);
      return await visit(events);
    });
    await progress.clear();
    if (summary === null) return { read: 'part' };
    await complainOfLines(shell.err, titleOf(file), summary.problems);
    return { read: 'whole', summary };
  } finally {
    await progress.clear();
  }
}
