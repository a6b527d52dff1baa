import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreement } from '../../src/replay/align.ts';

const order = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 });

describe('what two orders agree on', () => {
  it('comes in the same order in both, and nothing longer does', () => {
    fc.assert(
      fc.property(order, order, (one, other) => {
        const agreed = agreement(one, other);
        const inOne = one.filter((key) => agreed.has(key));
        expect(other.filter((key) => agreed.has(key))).toEqual(inOne);
        expect(agreed.size).toBe(longest(one, other));
      }),
    );
  });

  it('does not depend on which of them comes first', () => {
    fc.assert(
      fc.property(order, order, (one, other) => {
        expect([...agreement(one, other)]).toEqual([...agreement(other, one)]);
      }),
    );
  });

  it.each([
    ['abcd', 'abcd', 'abcd'],
    ['abcd', 'bcda', 'bcd'],
    ['ab', 'ba', 'a'],
    ['abc', 'xyz', ''],
    ['dcab', 'abdc', 'ab'],
  ])('of %s and %s is %s', (one, other, agreed) => {
    expect([...agreement([...one], [...other])].join('')).toBe(agreed);
  });
});

/** The length of the longest common subsequence, as the textbook defines it. */
function longest(one: readonly string[], other: readonly string[]): number {
  const [head, ...rest] = one;
  if (head === undefined) return 0;
  const place = other.indexOf(head);
  const without = longest(rest, other);
  return place === -1 ? without : Math.max(without, 1 + longest(rest, other.slice(place + 1)));
}
