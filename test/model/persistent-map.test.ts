import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PersistentMap } from '../../src/model/persistent-map.ts';

/** Two keys with one FNV-1a hash: a bucket must keep both whatever the depth. */
const COLLIDING = ['costarring', 'liquid'];

const key = fc.oneof(
  fc.constantFrom('__proto__', 'size', '', ...COLLIDING),
  fc.nat({ max: 400 }).map((n) => `0xffff${n.toString(16)}`),
);
const edit: fc.Arbitrary<Edit> = fc.record({
  set: fc.array(fc.tuple(key, fc.nat()), { maxLength: 60 }).map((entries) => new Map(entries)),
  gone: fc.array(key, { maxLength: 60 }).map((keys) => new Set(keys)),
});

interface Edit {
  readonly set: ReadonlyMap<string, number>;
  readonly gone: ReadonlySet<string>;
}

function edited(map: ReadonlyMap<string, number>, { set, gone }: Edit) {
  const next = new Map(map);
  for (const member of gone) next.delete(member);
  for (const [member, value] of set) next.set(member, value);
  return next;
}

describe('a persistent map', () => {
  it('is a Map in content, order and size after any edits', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        let model: ReadonlyMap<string, number> = new Map<string, number>();
        let map = PersistentMap.from(model);
        for (const each of edits) {
          model = edited(model, each);
          map = map.with(each.set, each.gone);
          expect([...map.toMap()]).toEqual([...model]);
          expect([...map.toSet()]).toEqual([...model.keys()]);
          expect(map.size).toBe(model.size);
        }
        for (const [member, value] of model) expect(map.get(member)).toBe(value);
      }),
    );
  });

  it('leaves every earlier version as it was', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        let model: ReadonlyMap<string, number> = new Map<string, number>();
        let map = PersistentMap.from(model);
        const kept = edits.map(({ set, gone }) => {
          model = edited(model, { set, gone });
          map = map.with(set, gone);
          return { model, map };
        });
        for (const then of kept) expect([...then.map.toMap()]).toEqual([...then.model]);
      }),
    );
  });

  it('tells keys with the same hash apart', () => {
    const crowd = Array.from({ length: 20 }, (_, i) => [`k${i}`, i] as const);
    const map = PersistentMap.from(new Map([...crowd, ...COLLIDING.map((k) => [k, -1] as const)]));
    const without = map.with(new Map(), new Set(COLLIDING.slice(0, 1)));
    expect(COLLIDING.map((k) => without.get(k))).toEqual([undefined, -1]);
  });

  it('hands out a native Map that cannot be changed', () => {
    const map = PersistentMap.from(new Map([['lo', 1]])).toMap();
    expect(map).toBeInstanceOf(Map);
    expect(() => (map as Map<string, number>).set('eth0', 2)).toThrow();
  });
});
