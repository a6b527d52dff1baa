import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/model/fold.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { reduce } from '../../src/model/reduce.ts';
import { absurdHistory } from '../replay/histories.ts';

describe('fold', () => {
  it('is the same as reducing the events one by one', () => {
    fc.assert(
      fc.property(absurdHistory(), (events) => {
        expect(fold(events)).toEqual(events.reduce(reduce, initialState));
      }),
    );
  });

  it('gives the same state wherever the events are cut into two batches', () => {
    fc.assert(
      fc.property(absurdHistory(), fc.nat(), (events, at) => {
        const cut = at % (events.length + 1);
        expect(fold(events.slice(cut), fold(events.slice(0, cut)))).toEqual(fold(events));
      }),
    );
  });

  it('goes on from a state that immer made, and immer from one that fold made', () => {
    fc.assert(
      fc.property(absurdHistory(), absurdHistory(), (events, more) => {
        const whole = [...events, ...more].reduce(reduce, initialState);
        expect(fold(more, events.reduce(reduce, initialState))).toEqual(whole);
        expect(more.reduce(reduce, fold(events))).toEqual(whole);
      }),
    );
  });

  it('returns the state it was given when there are no events', () => {
    expect(fold([])).toBe(initialState);
  });

  it('begins with a state that nobody can change, to its last list', () => {
    expect(Object.isFrozen(initialState.boot.ptypes)).toBe(true);
  });

  it('makes states of native Maps and Sets, which any tool can copy and compare', () => {
    fc.assert(
      fc.property(absurdHistory(), (events) => {
        const state = fold(events);
        expect(structuredClone(state)).toStrictEqual(state);
      }),
    );
  });
});
