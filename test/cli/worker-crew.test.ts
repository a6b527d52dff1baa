import { describe, expect, it } from 'vitest';
import type { JudgingOrder } from '../../src/cli/judging-order.ts';
import { hireWorkers } from '../../src/cli/worker-crew.ts';
import { needsTsx } from '../../src/node/load-module.ts';

const MB = 1_000_000;
const order: JudgingOrder = { promises: {}, reading: {}, kernel: null, told: true, hashed: false };

describe('workers', () => {
  it.each([
    ['little to read', [5 * MB, 5 * MB, 100]],
    ['one long log among short ones', [10 * MB, 10]],
    ['one file, pipes are read by this thread', [900 * MB, null, null]],
    ['pipes only', [null, null]],
    ['nothing that can be read', []],
  ])('are not worth their while for %s', (_what, sizes) => {
    expect(hireWorkers(order, sizes)).toBeNull();
  });

  it('are not asked to load rules that only tsx can read', () => {
    const promises = { rules: ['rules.mjs', 'rules.ts'] };
    const crew = hireWorkers({ ...order, promises }, [900 * MB, 900 * MB]);
    if (needsTsx('rules.ts')) expect(crew).toBeNull();
  });
});
