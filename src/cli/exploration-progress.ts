import type { Exploration } from '../kernel/explore.ts';
import { count } from './render/quantity.ts';
import type { Screen } from './shell.ts';

/** Nobody needs to be told about what takes less. */
const PATIENCE_MS = 700;
const REFRESH_MS = 200;
const ERASE_LINE = '\r\x1b[2K';

/** Tells a person who waits how far an exploration has come. */
export interface ExplorationProgress {
  readonly tell: (exploration: Exploration) => Promise<void>;
  readonly clear: () => Promise<void>;
}

/** Progress on a terminal; silence anywhere else. */
export function explorationProgress(
  err: Screen,
  now: () => number = Date.now,
): ExplorationProgress {
  if (!err.terminal.interactive) return { tell: async () => {}, clear: async () => {} };
  let next = now() + PATIENCE_MS;
  let shown = false;
  return {
    tell: async ({ histories, states, depth, wrong }) => {
      if (now() < next) return;
      next = now() + REFRESH_MS;
      shown = true;
      const told = `${count(histories, 'history', 'histories')}, ${count(states, 'state')}`;
      const broken = wrong.length === 0 ? '' : `, ${count(wrong.length)} wrong`;
      await err.write(`${ERASE_LINE}exploring: ${told}${broken}, command ${depth + 1} of each`);
    },
    clear: async () => {
      if (shown) await err.write(ERASE_LINE);
      shown = false;
    },
  };
}
