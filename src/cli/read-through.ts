import type { KernelEvent } from '../model/events.ts';
import { DamagedInput } from '../node/damage.ts';
import type { LogFile } from '../node/log-file.ts';
import {
  type Damage,
  type ReadOptions,
  type RecordingSummary,
  readEvents,
} from '../recording/read.ts';

/** Takes the next events of a log; `false` means that it has seen enough. */
export type Visitor = (events: readonly KernelEvent[]) => Promise<boolean>;

/**
 * Shows the events of a log to a visitor, to its end or until the visitor has seen enough: then
 * there is no summary, but `null`. Damage ends a log, and is in the summary's `problems`.
 *
 * @throws LogError and InputError where the log cannot be read.
 */
export async function readThrough(
  log: LogFile,
  options: ReadOptions,
  visit: Visitor,
): Promise<RecordingSummary | null> {
  const reading: AsyncIterator<readonly KernelEvent[], RecordingSummary> = readEvents(log.content, {
    ...options,
    excuse: damageOf,
  });
  try {
    for (;;) {
      const next = await reading.next();
      if (next.done === true) return next.value;
      if (!(await visit(next.value))) return null;
    }
  } finally {
    await reading.return?.();
  }
}

/** Damaged data ends a log, but what stands before the damage can be told and judged. */
function damageOf(error: unknown): Damage | null {
  if (!(error instanceof DamagedInput)) return null;
  return { expected: 'a whole file', found: error.found };
}
