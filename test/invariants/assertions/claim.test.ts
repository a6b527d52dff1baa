import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPARISONS, compares } from '../../../src/invariants/assertions/claim.ts';

describe('a comparison', () => {
  it('is true of the numbers below, above or at the other, as its signs say', () => {
    const number = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...COMPARISONS), number, number, (comparison, left, right) => {
        const sign = left < right ? '<' : left > right ? '>' : '=';
        expect(compares(left, comparison, right)).toBe(comparison.includes(sign));
      }),
    );
  });
});
