import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/invariants/catalogue.ts';
import { Judge } from '../../src/invariants/judge.ts';
import { KERNEL_VERSIONS } from '../../src/kernel/versions.ts';
import { arbitraryHistory, type History } from '../../src/testing/index.ts';

// No false alarm, in as many histories as one has time for: `npm run histories` judges 100,000 of
// every version.
const RUNS = Number(process.env.HISTORIES ?? 150);

describe('a right kernel', () => {
  it.each(KERNEL_VERSIONS)('of version %s is accused of nothing', (kernel) => {
    let events = 0;
    fc.assert(
      fc.property(arbitraryHistory({ kernels: [kernel] }), (history) => {
        events += history.events.length;
        expect(accusations(history, kernel)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    if (process.env.HISTORIES !== undefined) {
      console.info(`${kernel}: ${RUNS} histories, ${events} events, no false alarm`);
    }
  });
});

function accusations({ events }: History, kernel: string): readonly string[] {
  const judge = new Judge({ invariants: catalogue, kernel });
  for (const event of events) judge.see(event);
  return judge
    .end()
    .invariants.filter(({ verdict }) => verdict === 'violated')
    .map(({ id, violations }) => `${id}: ${violations[0]?.message}`);
}
