import { type Command, type Plan, type Turn, WORKER_LABEL } from '../../../src/kernel/plan.ts';
import type { Batch } from './batches.ts';

/** What happens, and who runs when. */
export type Script = Pick<Plan, 'commands' | 'schedule'>;

/** The worker goes on until nothing is left to clean up. */
const SETTLE: Turn = { run: WORKER_LABEL, commands: Number.POSITIVE_INFINITY };
/** The worker takes what is dead, and no more; whoever dies now is in another batch. */
const TAKE_BATCH: Turn = { run: WORKER_LABEL, steps: 2 };

/** One part after the other. */
export function script(...parts: readonly Script[]): Script {
  return {
    commands: parts.flatMap(({ commands }) => commands),
    schedule: parts.flatMap(({ schedule }) => schedule),
  };
}

/** Each command to its end, and what it left to the worker. */
export function inTurn(commands: readonly Command[]): Script {
  return { commands, schedule: commands.flatMap(() => [{ run: 'main', commands: 1 }, SETTLE]) };
}

/** Namespaces die one after the other while the worker is at it, and fall into these batches. */
export function dying(batches: readonly Batch[]): Script {
  return {
    commands: batches.map((nets): Command => ({ do: 'netns.del', nets })),
    schedule: batches.flatMap((_, index) => {
      const died: Turn = { run: 'main', commands: 1 };
      if (index === batches.length - 1) return [died, SETTLE];
      return index === 0 ? [died, TAKE_BATCH] : [died, { ...SETTLE, commands: 1 }, TAKE_BATCH];
    }),
  };
}
