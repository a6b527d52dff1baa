import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ends, ranges, some } from '../../../src/cli/render/listing.ts';

describe('a long list', () => {
  it('is told by its ends', () => {
    expect(ends(['a', 'b', 'c'])).toBe('a … c');
    expect(ends(['a', 'b'])).toBe('a, b');
  });

  it('says how much it leaves out', () => {
    expect(some(['a', 'b', 'c', 'd'], 2)).toBe('a, b … 2 more');
    expect(some(['a', 'b'], 2)).toBe('a, b');
  });
});

describe('numbers of CPUs', () => {
  it('are told as runs', () => {
    expect(ranges([3, 0, 1, 2, 7])).toBe('0-3, 7');
  });

  it('can be read back', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 40 }), { minLength: 1 }), (numbers) => {
        const read = ranges(numbers)
          .split(', ')
          .flatMap((run) => {
            const [from = 0, to = from] = run.split('-').map(Number);
            return Array.from({ length: to - from + 1 }, (_, index) => from + index);
          });
        expect(read).toEqual([...numbers].sort((a, b) => a - b));
      }),
    );
  });
});
