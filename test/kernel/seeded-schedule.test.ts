import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, planOf } from '../../src/kernel/plan.ts';
import { seededSchedule } from '../../src/kernel/seeded-schedule.ts';
import { simulate } from '../../src/kernel/simulate.ts';

const COMMANDS: readonly Command[] = ['a', 'b'].flatMap((net): readonly Command[] => [
  { do: 'netns.add', net, by: net },
  { do: 'link.add', kind: 'dummy', net, name: 'd0', by: net },
  { do: 'netns.del', nets: [net], by: net },
]);

function historyOf(seed: number): string {
  const schedule = seededSchedule(COMMANDS, seed);
  return JSON.stringify(simulate(planOf({ commands: COMMANDS, schedule })));
}

describe('a schedule drawn from a seed', () => {
  it('is the same on every machine', () => {
    expect(seededSchedule(COMMANDS, 7).slice(0, 4)).toEqual(FIRST_TURNS_OF_7);
  });

  it('gives the same history for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seed) => {
        expect(historyOf(seed)).toBe(historyOf(seed));
      }),
      { numRuns: 20 },
    );
  });

  it('lets tasks run in many different ways', () => {
    const histories = new Set(Array.from({ length: 20 }, (_, seed) => historyOf(seed)));
    expect(histories.size).toBeGreaterThan(10);
  });

  it('only orders what happens: every namespace comes and goes', () => {
    for (const seed of [0, 1, 2]) {
      expect(historyOf(seed).match(/"net.freed"/g)).toHaveLength(2);
    }
  });
});

const FIRST_TURNS_OF_7 = [
  { run: 'b', steps: 11 },
  { run: 'netns', steps: 31 },
  { run: 'a', steps: 29 },
  { run: 'b', steps: 28 },
];
