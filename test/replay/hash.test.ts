import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/model/fold.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { reduce } from '../../src/model/reduce.ts';
import { canonicalJson, stateHash } from '../../src/replay/hash.ts';
import { sha256 } from '../../src/replay/sha256.ts';
import { timeline } from '../../src/replay/timeline.ts';
import { absurdHistory } from './histories.ts';

describe('the hash of a state', () => {
  it('is the same however the state was reached', () => {
    fc.assert(
      fc.property(absurdHistory(), (events) => {
        const hash = stateHash(fold(events));
        expect(stateHash(events.reduce(reduce, initialState))).toBe(hash);
        expect(stateHash(timeline(events, { every: 3 }).after(events.length))).toBe(hash);
      }),
    );
  });

  it('tells states apart that are not equal, the order of a device list included', () => {
    fc.assert(
      fc.property(absurdHistory(), absurdHistory(6), (events, more) => {
        const [before, after] = [fold(events), fold(more, fold(events))];
        const lists = [before, after].map(({ nets }) =>
          [...nets].map(([, net]) => [...net.devices]),
        );
        const equal = isDeepStrictEqual([before, lists[0]], [after, lists[1]]);
        expect(stateHash(before) === stateHash(after)).toBe(equal);
      }),
    );
  });

  it('stays what it was when it was first published', () => {
    expect(stateHash(initialState)).toBe(
      createHash('sha256').update(canonicalJson(initialState)).digest('hex'),
    );
    expect(canonicalJson(initialState)).toBe(
      '{"boot":{"cpuhp":[],"initcalls":{"failed":0,"returned":0},"kobject":false,"level":null,' +
        '"phase":"unseen","proc":false,"ptypes":[],"rc":null,"registrationOpen":false,' +
        '"returnedAt":null,"startedAt":null},"devices":{},"events":0,' +
        '"freed":{"devices":0,"nets":0},"nets":{},"pernet":{"device":[],"subsys":[]},' +
        '"softirqs":{},"softnet":{},"trouble":{"bugs":0,"gaps":0,"lost":0,"panic":null,' +
        '"warnings":0},"waiting":{}}',
    );
  });

  it('writes Maps whatever the order of their keys, Sets and arrays in theirs', () => {
    const entries: (readonly [string, unknown])[] = [
      ['b', 1],
      ['a', '\u2028"'],
    ];
    expect(canonicalJson(new Map(entries))).toBe(canonicalJson(new Map(entries.reverse())));
    expect(canonicalJson({ b: 1, a: new Set([2, 1]) })).toBe('{"a":[2,1],"b":1}');
  });

  it('is the SHA-256 everybody else computes, for bytes of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
    );
    for (let length = 0; length < 130; length += 1) {
      const bytes = new Uint8Array(length).fill(0xff);
      expect(sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });
});
