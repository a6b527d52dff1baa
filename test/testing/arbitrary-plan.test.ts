import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULT_SITES } from '../../src/kernel/fault-sites.ts';
import { arbitraryHistory, arbitraryPlan, type Plan, simulate } from '../../src/testing/index.ts';

describe('arbitraryPlan', () => {
  it('makes the same plans from the same seed', () => {
    const sample = (seed: number) => fc.sample(arbitraryPlan(), { seed, numRuns: 20 });
    expect(sample(7)).toEqual(sample(7));
    expect(sample(7)).not.toEqual(sample(8));
  });

  it('makes plain data: a plan survives JSON and does the same afterwards', () => {
    fc.assert(
      fc.property(arbitraryPlan(), (plan) => {
        const copy: Plan = JSON.parse(JSON.stringify(plan));
        expect(copy).toEqual(plan);
        expect(simulate(copy)).toEqual(simulate(plan));
      }),
      { numRuns: 50 },
    );
  });

  it('keeps to its constraints', () => {
    const constraints = {
      kernels: ['5.17', '6.18'],
      maxCommands: 5,
      faults: false,
      interleaved: false,
    } as const;
    fc.assert(
      fc.property(arbitraryPlan(constraints), ({ kernel, commands, faults, schedule }) => {
        expect(constraints.kernels).toContain(kernel);
        expect(commands.length).toBeLessThanOrEqual(5);
        expect([...faults, ...schedule]).toEqual([]);
      }),
    );
  });

  it('has never more CPUs online than possible, and fails at sites that exist', () => {
    fc.assert(
      fc.property(arbitraryPlan(), ({ cpus, faults }) => {
        expect(cpus.online).toBeGreaterThan(0);
        expect(cpus.online).toBeLessThanOrEqual(cpus.possible);
        expect(faults.every(({ site }) => site in FAULT_SITES)).toBe(true);
      }),
    );
  });

  it.each([
    ['a batch of two', (types: readonly string[]) => pairs(types, 'net.cleanup'), 3],
    ['a rename', (types: readonly string[]) => types.includes('netdev.renamed'), 2],
    ['a move', (types: readonly string[]) => types.includes('netdev.moved'), 3],
    [
      'a device that is waited for',
      (types: readonly string[]) => types.includes('netdev.waiting'),
      4,
    ],
  ] as const)('shrinks to the few commands that matter: %s', (_what, happens, most) => {
    const run = fc.check(
      fc.property(arbitraryPlan({ faults: false, interleaved: false }), (plan) => {
        return !happens(simulate(plan).map(({ type }) => type));
      }),
      { seed: 3, numRuns: 2000 },
    );
    const plan = run.counterexample?.[0];
    expect(plan?.commands.length).toBeLessThanOrEqual(most);
    expect(plan?.kernel).toBe('6.1');
    expect(plan?.cpus).toEqual({ possible: 1, online: 1 });
  });
});

describe('arbitraryHistory', () => {
  it('prints as a story', () => {
    const [history] = fc.sample(arbitraryHistory(), { seed: 1, numRuns: 1 });
    expect(String(history)).toMatch(/swapper\/0-1 +net_dev_init begins/);
  });
});

function pairs(types: readonly string[], wanted: string): boolean {
  return types.some((type, index) => type === wanted && types[index + 1] === wanted);
}
