import { describe, expect, it } from 'vitest';
import { batchProgress } from '../../src/cli/batch-progress.ts';
import { PLAIN } from './shell.ts';

const WIPED = '\r\x1b[2K';

/** Progress of logs on a terminal whose clock stands where `clock` is set to. */
function watched(interactive: boolean, sizes: readonly (number | null)[]) {
  const texts: string[] = [];
  const clock = { ms: 0 };
  const terminal = { ...PLAIN, interactive };
  const err = { terminal, write: async (text: string | Uint8Array) => void texts.push(`${text}`) };
  return { texts, clock, progress: batchProgress(sizes, err, () => clock.ms) };
}

describe('the progress of several logs', () => {
  it('tells how many are done, and the share of all bytes', async () => {
    const { texts, clock, progress } = watched(true, [3_000_000_000, 1_000_000_000]);
    progress.tell(0, 1_000_000_000);
    expect(texts).toEqual([]);
    clock.ms = 1000;
    progress.end(1);
    expect(texts).toEqual([`${WIPED}judged: 1 of 2 logs, 50 % of 4.0 GB`]);
    progress.tell(0, 2_000_000_000);
    expect(texts).toHaveLength(1);
    clock.ms = 2000;
    progress.tell(0, 2_000_000_000);
    expect(texts.at(-1)).toBe(`${WIPED}judged: 1 of 2 logs, 75 % of 4.0 GB`);
  });

  it('never falls back where a log is read once more', async () => {
    const { texts, clock, progress } = watched(true, [200, 200]);
    progress.tell(0, 200);
    clock.ms = 1000;
    progress.tell(0, 10);
    expect(texts.at(-1)).toContain('50 % of 400 B');
  });

  it('knows no bytes of pipes', async () => {
    const { texts, clock, progress } = watched(true, [null, null]);
    clock.ms = 1000;
    progress.tell(0, 5_000_000);
    expect(texts.at(-1)).toBe(`${WIPED}judged: 0 of 2 logs`);
  });

  it('makes room for a verdict, and goes on behind it', async () => {
    const { texts, clock, progress } = watched(true, [200, 200]);
    clock.ms = 1000;
    progress.end(0);
    await progress.pause();
    expect(texts.at(-1)).toBe(WIPED);
    clock.ms = 2000;
    progress.end(1);
    expect(texts.at(-1)).toBe(WIPED);
    progress.resume();
    progress.tell(1, 200);
    expect(texts.at(-1)).toContain('judged: 2 of 2 logs');
  });

  it('is kept from files and pipes', async () => {
    const { texts, clock, progress } = watched(false, [200]);
    clock.ms = 1000;
    progress.tell(0, 100);
    await progress.pause();
    progress.resume();
    progress.end(0);
    expect(texts).toEqual([]);
  });
});
