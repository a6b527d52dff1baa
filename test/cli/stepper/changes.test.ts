import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf } from '../../../src/cli/stepper/changes.ts';
import { factsOf } from '../../../src/cli/stepper/facts.ts';
import { timeline } from '../../../src/replay/timeline.ts';
import { absurdHistory } from '../../replay/histories.ts';

describe('the marks on a state', () => {
  it('are none between a state and itself', () => {
    fc.assert(
      fc.property(absurdHistory(), (events) => {
        const rows = factsOf(timeline(events).after(events.length), null, []);
        const marks = changesOf(rows, rows).flatMap(({ facts }) => facts);
        expect(marks.filter(({ change }) => change !== 'same')).toEqual([]);
      }),
    );
  });

  it('name exactly the values that are new, different or gone', () => {
    fc.assert(
      fc.property(absurdHistory(), fc.nat(), (events, some) => {
        const count = some % (events.length + 1);
        const recording = timeline(events);
        const before = factsOf(recording.after(count - 1), null, []);
        const after = factsOf(recording.after(count), null, []);
        const words = (rows: typeof before) =>
          new Map(rows.flatMap(({ facts }) => facts.map(({ key, text }) => [key, text])));
        const [then, now] = [words(before), words(after)];
        const marked = changesOf(before, after).flatMap(({ facts }) => facts);
        expect(new Set(marked.map(({ key }) => key))).toEqual(
          new Set([...then.keys(), ...now.keys()]),
        );
        for (const { key, change } of marked) {
          const expected = !now.has(key)
            ? 'gone'
            : then.get(key) === now.get(key)
              ? 'same'
              : 'changed';
          expect([key, change]).toEqual([key, expected]);
        }
      }),
    );
  });

  it('leave what is gone where it was', () => {
    const row = (label: string, ...keys: readonly string[]) => ({
      label,
      facts: keys.map((key) => ({ key, text: key })),
    });
    const before = [row('one', 'a'), row('two', 'b', 'c'), row('three', 'd')];
    const told = changesOf(before, [row('one', 'a'), row('three', 'd')]);
    expect(told.map(({ label }) => label)).toEqual(['one', 'two', 'three']);
    const shorter = changesOf(before, [row('one', 'a'), row('two', 'c'), row('three', 'd')]);
    expect(shorter[1]?.facts.map(({ key, change }) => `${key} ${change}`)).toEqual([
      'c same',
      'b gone',
    ]);
  });
});
