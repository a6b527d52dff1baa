import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Uses } from '../../../src/recording/interpret/uses.ts';

describe('Uses', () => {
  it('counts each key by itself as long as it remembers all', () => {
    const uses = new Uses<string>(4);
    uses.note('a', 1);
    uses.note('a', 2);
    uses.note('b', 1);
    expect([uses.of('a'), uses.of('b'), uses.of('c')]).toEqual([2, 1, 0]);
  });

  it('counts on from the highest count that it forgot', () => {
    const uses = new Uses<string>(2);
    uses.note('a', 3);
    uses.note('b', 1);
    uses.note('c', 1);
    expect([uses.of('a'), uses.of('b'), uses.of('c')]).toEqual([3, 3, 1]);
  });

  it('never gives a key the same number twice, however little it remembers', () => {
    const keys = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 });
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 12 }), (used, most) => {
        const uses = new Uses<number>(most);
        const ids = used.map((key) => {
          const count = uses.of(key) + 1;
          uses.note(key, count);
          return `${key}~${count}`;
        });
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
