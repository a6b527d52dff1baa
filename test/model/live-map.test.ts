import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveMap } from '../../src/model/live-map.ts';
import { PersistentMap } from '../../src/model/persistent-map.ts';

/** Values are opened as drafts of one field and closed again. */
const boxed = {
  open: (value: number) => ({ value }),
  close: ({ value }: { value: number }) => value,
};

const key = fc.constantFrom<string[]>('lo', 'eth0', 'eth1', 'veth0', 'veth1');
const entries = fc.array(fc.tuple(key, fc.nat())).map((list) => new Map(list));
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, value: fc.nat() }),
  fc.record({ kind: fc.constant('delete' as const), key }),
  fc.record({ kind: fc.constant('write' as const), key, value: fc.nat() }),
  fc.record({ kind: fc.constant('share' as const) }),
  fc.record({ kind: fc.constantFrom('clear' as const, 'look' as const) }),
);

describe('a live map', () => {
  it('is at every moment the Map it would be, in content and size', () => {
    fc.assert(
      fc.property(entries, fc.array(step, { maxLength: 30 }), (base, steps) => {
        const live = new LiveMap(PersistentMap.from(base), boxed);
        const model = new Map([...base].map(([name, value]) => [name, { value }]));
        for (const each of steps) {
          switch (each.kind) {
            case 'set':
              expect(live.set(each.key, { value: each.value })).toBe(live);
              model.set(each.key, { value: each.value });
              break;
            case 'delete':
              expect(live.delete(each.key)).toBe(model.delete(each.key));
              break;
            case 'write':
              Object.assign(live.get(each.key) ?? {}, { value: each.value });
              Object.assign(model.get(each.key) ?? {}, { value: each.value });
              break;
            case 'share':
              expect(new Map(live.share().toMap())).toEqual(plain(model));
              break;
            case 'clear':
              live.clear();
              model.clear();
              break;
            case 'look':
              expect(new Map(live.entries())).toEqual(model);
              break;
            default:
              each satisfies never;
          }
          expect(live.size).toBe(model.size);
          expect(new Set(live.keys())).toEqual(new Set(model.keys()));
          expect(['lo', 'eth0', 'veth1'].map((name) => live.has(name))).toEqual(
            ['lo', 'eth0', 'veth1'].map((name) => model.has(name)),
          );
        }
        expect(live.size).toBe([...live.keys()].length);
      }),
    );
  });

  it('can be gone through as a Map can', () => {
    const live = new LiveMap(PersistentMap.from(new Map([['lo', 1]])), boxed);
    live.set('d0', { value: 2 });
    expect([...live]).toEqual([
      ['lo', { value: 1 }],
      ['d0', { value: 2 }],
    ]);
    expect([...live.values()]).toEqual([{ value: 1 }, { value: 2 }]);
    const seen: unknown[] = [];
    live.forEach((value, name, map) => {
      seen.push([name, value, map === live]);
    });
    expect(seen).toEqual([
      ['lo', { value: 1 }, true],
      ['d0', { value: 2 }, true],
    ]);
    expect(String(live)).toBe('[object LiveMap]');
  });

  it('shares the version it stands on as long as nothing was touched', () => {
    const base = PersistentMap.from(new Map([['lo', 1]]));
    const live = new LiveMap(base, boxed);
    expect(live.share()).toBe(base);
    live.delete('eth0');
    expect(live.share()).toBe(base);
    live.delete('lo');
    expect(live.share()).not.toBe(base);
  });

  it('puts what was deleted and comes again behind the others, before a share and after', () => {
    const live = new LiveMap(
      PersistentMap.from(
        new Map([
          ['lo', 1],
          ['d0', 2],
        ]),
      ),
      boxed,
    );
    live.delete('lo');
    live.set('lo', { value: 3 });
    expect([...live.keys()]).toEqual(['d0', 'lo']);
    expect(live.share().keys()).toEqual(['d0', 'lo']);
  });

  it('is the Map it would be after thousands of keys came and went', () => {
    const live = new LiveMap(PersistentMap.from(new Map([['lo', 1]])), boxed);
    live.set('d0', { value: 0 });
    for (let i = 1; i <= 5000; i += 1) {
      live.set(`d${i}`, { value: i });
      if (i % 1000 !== 0) live.delete(`d${i}`);
    }
    const kept = ['lo', 'd0', 'd1000', 'd2000', 'd3000', 'd4000', 'd5000'];
    expect([...live.keys()]).toEqual(kept);
    expect(live.share().keys()).toEqual(kept);
  });
});

function plain(model: ReadonlyMap<string, { value: number }>): ReadonlyMap<string, number> {
  return new Map([...model].map(([name, { value }]) => [name, value]));
}
