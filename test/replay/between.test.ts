import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/model/fold.ts';
import { netId } from '../../src/model/ids.ts';
import { between, patched } from '../../src/replay/between.ts';
import { stateHash } from '../../src/replay/hash.ts';
import { absurdHistory, stamped } from './histories.ts';

describe('the difference between two states', () => {
  it('leads from one to the other and back, to the last device list', () => {
    fc.assert(
      fc.property(absurdHistory(), absurdHistory(), (events, others) => {
        const [before, after] = [fold(events), fold(others)];
        const { forward, inverse } = between(before, after);
        expect(stateHash(patched(before, forward))).toBe(stateHash(after));
        expect(stateHash(patched(after, inverse))).toBe(stateHash(before));
      }),
    );
  });

  it('is empty between equal states', () => {
    fc.assert(
      fc.property(absurdHistory(), (events) => {
        expect(between(fold(events), fold(events))).toEqual({ forward: [], inverse: [] });
      }),
    );
  });

  it('turned around is the difference the other way', () => {
    fc.assert(
      fc.property(absurdHistory(), absurdHistory(), (events, others) => {
        const there = between(fold(events), fold(others));
        const back = between(fold(others), fold(events));
        expect(byPath(back.forward)).toEqual(byPath(there.inverse));
        expect(byPath(back.inverse)).toEqual(byPath(there.forward));
      }),
    );
  });

  it('says no more than what differs', () => {
    const net = netId('net1');
    const [setup, ready] = stamped([
      { type: 'net.setup', net },
      { type: 'net.ready', net },
    ]).map((event) => [event]);
    const before = fold(setup ?? []);
    expect(between(before, fold(ready ?? [], before))).toEqual({
      forward: [
        { op: 'replace', path: ['events'], value: 2 },
        { op: 'replace', path: ['nets', 'net1', 'status'], value: 'ready' },
      ],
      inverse: [
        { op: 'replace', path: ['events'], value: 1 },
        { op: 'replace', path: ['nets', 'net1', 'status'], value: 'setup' },
      ],
    });
  });
});

function byPath<P extends { readonly path: readonly unknown[] }>(patches: readonly P[]): unknown {
  return new Map(patches.map((patch) => [patch.path.join('/'), patch]));
}
