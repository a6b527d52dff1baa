import { describe, expect, it } from 'vitest';
import { explorationProgress } from '../../src/cli/exploration-progress.ts';
import { PLAIN } from './shell.ts';

const FOUND = { histories: 1500, states: 20, depth: 1, wrong: [] };

/** Progress on a terminal whose clock stands where `clock` is set to. */
function watched(interactive: boolean) {
  const texts: string[] = [];
  const clock = { ms: 0 };
  const err = {
    terminal: { ...PLAIN, interactive },
    write: async (text: string | Uint8Array) => void texts.push(`${text}`),
  };
  return { texts, clock, progress: explorationProgress(err, () => clock.ms) };
}

describe('the progress of an exploration', () => {
  it('is told to who waits for long, and wiped away', async () => {
    const { texts, clock, progress } = watched(true);
    await progress.tell(FOUND);
    expect(texts).toEqual([]);
    clock.ms = 1000;
    await progress.tell(FOUND);
    expect(texts.join('')).toContain('exploring: 1,500 histories, 20 states, command 2 of each');
    await progress.clear();
    expect(texts.at(-1)).toBe('\r\x1b[2K');
  });

  it('is kept from files and pipes', async () => {
    const { texts, clock, progress } = watched(false);
    clock.ms = 1000;
    await progress.tell(FOUND);
    await progress.clear();
    expect(texts).toEqual([]);
  });
});
