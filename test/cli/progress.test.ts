import { describe, expect, it } from 'vitest';
import { progressOf } from '../../src/cli/progress.ts';
import { PLAIN } from './shell.ts';

/** Progress on a terminal whose clock stands where `clock` is set to. */
function watched(interactive: boolean) {
  const texts: string[] = [];
  const clock = { ms: 0 };
  const log = { name: 'log', size: 200, position: () => 50, content: nothing() };
  const terminal = { ...PLAIN, interactive };
  const err = { terminal, write: async (text: string) => void texts.push(text) };
  return { texts, clock, progress: progressOf(log, err, () => clock.ms) };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

describe('progress', () => {
  it('is told to who waits for long, and wiped away', async () => {
    const { texts, clock, progress } = watched(true);
    await progress.tell(1000);
    expect(texts).toEqual([]);
    clock.ms = 1000;
    await progress.tell(500);
    expect(texts.join('')).toContain('reading: 25 %, 1,500 events');
    await progress.tell(500);
    expect(texts).toHaveLength(1);
    await progress.clear();
    expect(texts.at(-1)).toBe('\r\x1b[2K');
  });

  it('is kept from files and pipes', async () => {
    const { texts, clock, progress } = watched(false);
    clock.ms = 1000;
    await progress.tell(1000);
    await progress.clear();
    expect(texts).toEqual([]);
  });

  it('leaves no trace where there was none to tell', async () => {
    const { texts, progress } = watched(true);
    await progress.tell(1000);
    await progress.clear();
    expect(texts).toEqual([]);
  });
});
