import { type Command, type Turn, WORKER_LABEL } from './plan.ts';

/** A turn is at most so many steps: long enough to get somewhere, short enough to interfere. */
const MOST_STEPS = 40;
/** Enough turns to last for most of what a command does on a kernel with few operations. */
const TURNS_PER_COMMAND = 8;

/**
 * Turns of any length for the tasks of a plan and the cleanup worker, drawn from a seed. The same
 * seed gives the same turns on any machine.
 *
 * @example
 * ```ts
 * const plan = planOf({ commands, schedule: seededSchedule(commands, 7) });
 * ```
 */
export function seededSchedule(commands: readonly Command[], seed: number): readonly Turn[] {
  const tasks = [...new Set(commands.map(({ by }) => by ?? 'main')), WORKER_LABEL];
  const draw = mulberry32(seed);
  return Array.from({ length: TURNS_PER_COMMAND * commands.length }, () => ({
    run: tasks[draw(tasks.length)] ?? WORKER_LABEL,
    steps: 1 + draw(MOST_STEPS),
  }));
}

/** Numbers from 0 to below a bound, by integer arithmetic alone (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): (bound: number) => number {
  let state = seed | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
