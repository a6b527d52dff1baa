import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/model/fold.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { reduce } from '../../src/model/reduce.ts';
import { timeline } from '../../src/replay/timeline.ts';
import { absurdHistory, stamped } from './histories.ts';

const every = fc.integer({ min: 1, max: 12 });

describe('a timeline', () => {
  it('is, at any seq and for any number of events between snapshots, the fold up to there', () => {
    fc.assert(
      fc.property(absurdHistory(40), every, (events, K) => {
        const recording = timeline(events, { every: K });
        let state = initialState;
        expect(recording.at(-1)).toEqual(state);
        for (const event of events) {
          state = reduce(state, event);
          expect(recording.at(event.seq)).toEqual(state);
        }
      }),
    );
  });

  it('does not care in what order it is asked', () => {
    const seqs = fc.array(fc.nat({ max: 50 }), { maxLength: 10 });
    fc.assert(
      fc.property(absurdHistory(), every, seqs, (events, K, asked) => {
        const recording = timeline(events, { every: K });
        const answers = asked.map((seq) => recording.at(seq));
        expect(answers).toEqual(asked.map((seq) => fold(events.slice(0, seq + 1))));
      }),
    );
  });

  it('grows: appending changes no answer given before, and is as good as starting whole', () => {
    fc.assert(
      fc.property(absurdHistory(), fc.nat(), every, (events, at, K) => {
        const cut = at % (events.length + 1);
        const growing = timeline(events.slice(0, cut), { every: K });
        const early = growing.at(cut - 1);
        growing.append(events.slice(cut));
        const whole = timeline(events, { every: K });
        expect(early).toEqual(fold(events.slice(0, cut)));
        for (const { seq } of events) expect(growing.at(seq)).toEqual(whole.at(seq));
      }),
    );
  });

  it('is, at a line or a time, the fold of the events before the first one beyond it', () => {
    const place = fc.option(fc.nat({ max: 20 }), { freq: 4 });
    const places = fc.array(fc.record({ line: place, at: place }), { maxLength: 30 });
    fc.assert(
      fc.property(places, every, fc.nat({ max: 22 }), (stamps, K, asked) => {
        const events = stamped(stamps.map(() => ({ type: 'proc.created' }))).map((event, i) => ({
          ...event,
          line: stamps[i]?.line ?? null,
          at: stamps[i]?.at ?? null,
        }));
        const recording = timeline(events, { every: K });
        const upTo = (beyond: (event: (typeof events)[number]) => boolean) =>
          events.findIndex(beyond) === -1 ? events.length : events.findIndex(beyond);
        expect(recording.atLine(asked).events).toBe(
          upTo(({ line }) => line !== null && line > asked),
        );
        expect(recording.atTime(asked).events).toBe(upTo(({ at }) => at !== null && at > asked));
      }),
    );
  });

  it('stands at the ends of the recording for places outside of it', () => {
    const events = stamped([{ type: 'proc.created' }, { type: 'kobject.registered' }]);
    const recording = timeline(events);
    expect(recording.at(-5)).toEqual(initialState);
    expect(recording.atLine(0)).toEqual(initialState);
    expect(recording.atTime(-1)).toEqual(initialState);
    expect(recording.at(1e9)).toEqual(fold(events));
    expect(recording.after(Number.POSITIVE_INFINITY)).toEqual(fold(events));
  });

  it('knows seqs, not positions, in a recording that is a part of another', () => {
    const events = stamped([{ type: 'proc.created' }, { type: 'kobject.registered' }]);
    const part = events.map((event) => ({ ...event, seq: event.seq * 10 + 7 }));
    const recording = timeline(part);
    expect([6, 7, 16, 17].map((seq) => recording.at(seq).events)).toEqual([0, 1, 1, 2]);
  });

  it('refuses events whose seq does not grow', () => {
    const events = stamped([{ type: 'proc.created' }]);
    const recording = timeline(events);
    expect(() => recording.append(events)).toThrow('seq: expected more than 0, got 0');
    expect(recording.events).toEqual(events);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses snapshots every %d events', (K) => {
    expect(() => timeline([], { every: K })).toThrow(RangeError);
  });

  it('shares what did not change between moments that lie a snapshot apart', () => {
    fc.assert(
      fc.property(absurdHistory(), every, (events, K) => {
        const recording = timeline(events, { every: K });
        const quiet = stamped([{ type: 'kernel.warned', message: 'x' }]);
        const last = recording.after(events.length);
        recording.append(quiet.map((event) => ({ ...event, seq: events.length })));
        expect(recording.after(events.length + 1).nets).toBe(last.nets);
      }),
    );
  });
});
