import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveSet, type SharedSet, shareSet } from '../../src/model/live-set.ts';
import { PersistentMap } from '../../src/model/persistent-map.ts';

const member = fc.nat({ max: 90 }).map((n) => `d${n}`);
const step = fc.tuple(fc.constantFrom('add', 'delete', 'clear', 'has'), member);

/** The same members, held as a small Set is and as a large one is. */
const shared = fc
  .tuple(fc.uniqueArray(member, { maxLength: 30 }), fc.boolean())
  .map(
    ([members, large]): SharedSet<string> =>
      large
        ? PersistentMap.from(new Map(members.map((one) => [one, true as const])))
        : new Set(members),
  );

describe('a live set', () => {
  it('is at every moment the Set it would be, in content, order and size', () => {
    fc.assert(
      fc.property(shared, fc.array(step, { maxLength: 20 }), (base, steps) => {
        const live = new LiveSet(base);
        const model = new Set(base.keys());
        for (const [kind, one] of steps) {
          if (kind === 'add') expect(live.add(one)).toBe(live);
          if (kind === 'add') model.add(one);
          if (kind === 'delete') expect(live.delete(one)).toBe(model.delete(one));
          if (kind === 'has') expect(live.has(one)).toBe(model.has(one));
          if (kind === 'clear' && one === 'd0') {
            live.clear();
            model.clear();
          }
          expect([...live]).toEqual([...model]);
          expect(live.size).toBe(model.size);
        }
        expect([...live.share().keys()]).toEqual([...model]);
      }),
    );
  });

  it('leaves alone what it stands on', () => {
    fc.assert(
      fc.property(shared, member, member, (base, added, deleted) => {
        const before = [...base.keys()];
        const live = new LiveSet(base);
        live.add(added);
        live.delete(deleted);
        expect([...base.keys()]).toEqual(before);
      }),
    );
  });

  it('can be gone through as a Set can', () => {
    const live = new LiveSet(new Set(['lo', 'd0']));
    expect([...live.values()]).toEqual(['lo', 'd0']);
    expect([...live.entries()]).toEqual([
      ['lo', 'lo'],
      ['d0', 'd0'],
    ]);
    const seen: unknown[] = [];
    live.forEach((one, same, set) => {
      seen.push([one, same, set === live]);
    });
    expect(seen).toEqual([
      ['lo', 'lo', true],
      ['d0', 'd0', true],
    ]);
    expect(String(live)).toBe('[object LiveSet]');
    live.clear();
    expect(live.size).toBe(0);
  });

  it('shares what it stands on as long as nothing was written', () => {
    const base = new Set(['lo']);
    const live = new LiveSet(base);
    live.add('lo');
    live.delete('d0');
    expect(live.share()).toBe(base);
    live.add('d0');
    expect(live.share()).not.toBe(base);
  });
});

describe('sharing a Set', () => {
  const crowd = (size: number) => new Set(Array.from({ length: size }, (_, n) => `d${n}`));

  it('freezes a small one and copies it not', () => {
    const small = crowd(64);
    expect(shareSet(small)).toBe(small);
    expect(Object.isFrozen(small)).toBe(true);
  });

  it('holds a large one so that the next version shares it', () => {
    const large = shareSet(crowd(65));
    expect(large).toBeInstanceOf(PersistentMap);
    expect([...large.keys()]).toEqual([...crowd(65)]);
  });

  it('keeps one empty Set for all', () => {
    expect(shareSet(new Set<string>())).toBe(shareSet(new Set<string>()));
  });
});
