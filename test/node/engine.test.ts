import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { engineFlags } from '../../src/node/engine.ts';

describe('engineFlags', () => {
  it('tells this engine only what it understands', () => {
    const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
    for (const flag of engineFlags(process.versions.v8)) {
      expect(known).toContain(`  ${flag.slice(0, flag.indexOf('='))} (`);
    }
  });

  it('leaves the optimizer to engines that decide by other measures', () => {
    expect(engineFlags('11.3.244.8')).toHaveLength(2);
    expect(engineFlags('12.4.254.21')).toEqual(['--heap-growing-percent=50']);
  });
});
