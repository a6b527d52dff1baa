import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { engineFlags, steadily } from '../../src/node/engine.ts';

describe('engineFlags', () => {
  it('tells this engine only what it understands', () => {
    const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
    for (const flag of [...engineFlags(process.versions.v8), '--semi-space-growth-factor=1']) {
      expect(known).toContain(`  ${flag.slice(0, flag.indexOf('='))} (`);
    }
  });

  it('leaves the optimizer to engines that decide by other measures', () => {
    expect(engineFlags('11.3.244.8')).toHaveLength(2);
    expect(engineFlags('12.4.254.21')).toEqual(['--heap-growing-percent=50']);
  });
});

describe('a log that is read steadily', () => {
  const MIB = 1024 * 1024;

  async function* chunks(count: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < count; at += 1) yield new Uint8Array(MIB).fill(at);
  }

  it('is what it was', async () => {
    const read: unknown[] = [];
    for await (const chunk of steadily(chunks(66))) read.push(chunk[0], chunk.length);
    expect(read).toEqual(Array.from({ length: 66 }, (_, at) => [at, MIB]).flat());
  });
});
