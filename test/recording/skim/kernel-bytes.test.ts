import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assembled } from './assemble.ts';

const BYTES = new URL('../../../src/recording/skim/kernel-bytes.ts', import.meta.url);

describe('kernel-bytes.ts', () => {
  it('is what kernel.wat is assembled to (ASSEMBLE=1 writes it)', async () => {
    const text = await assembled();
    if (process.env.ASSEMBLE !== undefined) writeFileSync(BYTES, text);
    expect(readFileSync(BYTES, 'utf8')).toBe(text);
  });
});
