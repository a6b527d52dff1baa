import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PersistentMap } from '../../src/model/persistent-map.ts';

/** Sixteen keys with one FNV-1a hash, as somebody might choose for the names of devices. */
const COLLIDING = Array.from({ length: 4 }).reduce<readonly string[]>(collideAgain, ['']);

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

  it('tells keys with the same hash apart, however many', () => {
    expect(new Set(COLLIDING.map((text) => fnv1a(text)))).toHaveLength(1);
    const map = PersistentMap.from(new Map(COLLIDING.map((text, i) => [text, i])));
    expect(COLLIDING.map((text) => map.get(text))).toEqual(COLLIDING.map((_, i) => i));
    const rest = map.with(new Map(), new Set(COLLIDING.slice(1)));
    expect([...rest.toMap()]).toEqual([[COLLIDING[0], 0]]);
  });

  it('hands out a native Map that cannot be changed', () => {
    const map = PersistentMap.from(new Map([['lo', 1]])).toMap();
    expect(map).toBeInstanceOf(Map);
    expect(() => (map as Map<string, number>).set('eth0', 2)).toThrow();
  });
});

function fnv1a(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash;
}

/** Twice as many keys of one hash: each of them with one of two endings that collide behind it. */
function collideAgain(keys: readonly string[]): readonly string[] {
  const seed = fnv1a(keys[0] ?? '');
  const endings = new Map<number, string>();
  for (let i = 0; ; i += 1) {
    const ending = i.toString(36);
    const hash = fnv1a(ending, seed);
    const other = endings.get(hash);
    if (other !== undefined) return keys.flatMap((key) => [key + ending, key + other]);
    endings.set(hash, ending);
  }
}
