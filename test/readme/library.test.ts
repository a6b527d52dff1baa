import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const sample = readFileSync(new URL('library.ts', import.meta.url), 'utf8');

it('prints what the README says its library sample prints', async () => {
  expect(readme).toContain(sample);
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => {
    printed.push(words.map((word) => (Array.isArray(word) ? word.join(' ') : word)).join(' '));
  });
  try {
    await import('./library.ts');
  } finally {
    log.mockRestore();
  }
  expect(printed).toEqual([
    'kprobe 4887 lines, 2096 events',
    'holds 18',
    'foo lo dummy0 e1',
    '1 namespace left at the end',
  ]);
});
