import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FilteredMap } from '../../src/model/filtered-map.ts';

const range = fc.record({ from: fc.nat({ max: 6000 }), count: fc.nat({ max: 3000 }) });
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), range, value: fc.nat() }),
  fc.record({ kind: fc.constant('delete' as const), range }),
);

function keysOf({ from, count }: { readonly from: number; readonly count: number }): string[] {
  return Array.from({ length: count }, (_, i) => `d${from + i}`);
}

describe('a filtered map', () => {
  it('finds what a Map finds, and nothing else, with few keys and with thousands', () => {
    fc.assert(
      fc.property(range, fc.array(step, { maxLength: 8 }), (first, steps) => {
        const model = new Map(keysOf(first).map((key) => [key, -1]));
        const map = new FilteredMap(model);
        for (const each of steps) {
          for (const key of keysOf(each.range)) {
            if (each.kind === 'set') {
              map.set(key, each.value);
              model.set(key, each.value);
            } else {
              map.delete(key);
              model.delete(key);
            }
          }
        }
        for (const key of keysOf({ from: 0, count: 9000 })) {
          if (map.get(key) !== model.get(key)) expect(map.get(key), key).toBe(model.get(key));
        }
      }),
      { numRuns: 40 },
    );
  });
});
