import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FATES, type LineFate } from '../../src/recording/decoder.ts';
import { Tally } from '../../src/recording/tally.ts';

const fate = fc.constantFrom(...(Object.keys(FATES) as LineFate[])); // The keys are that type.

describe('Tally', () => {
  it('adds up: used, noise and unknown make the total, and so do the reasons', () => {
    fc.assert(
      fc.property(fc.array(fate), (fates) => {
        const tally = new Tally();
        for (const each of fates) tally.count(each);
        const { total, used, noise, unknown, reasons } = tally.report();
        expect(total).toBe(fates.length);
        expect(used + noise + unknown).toBe(total);
        expect(Object.values(reasons).reduce((sum, n) => sum + n, 0)).toBe(total);
      }),
    );
  });

  it('names the first line that was not understood', () => {
    const tally = new Tally();
    tally.count('used');
    expect(tally.report().firstUnknown).toBeNull();
    tally.count('unknown form');
    tally.count('too long');
    expect(tally.report().firstUnknown).toBe(2);
  });
});
