import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/model/fold.ts';
import { Cursor } from '../../src/replay/cursor.ts';
import { timeline } from '../../src/replay/timeline.ts';
import { absurdHistory } from './histories.ts';

describe('a cursor', () => {
  it('is where it was after a step forward and a step back, anywhere', () => {
    fc.assert(
      fc.property(absurdHistory(), fc.nat(), (events, at) => {
        const cursor = new Cursor(timeline(events, { every: 4 }));
        cursor.goTo(at % (events.length + 1));
        const before = cursor.moment;
        if (cursor.forward()) cursor.back();
        expect(cursor.moment).toEqual(before);
      }),
    );
  });

  it('shows the fold up to where it stands, however it got there', () => {
    const move = fc.oneof(fc.constantFrom('forward', 'back'), fc.integer({ min: -3, max: 70 }));
    fc.assert(
      fc.property(absurdHistory(), fc.array(move), (events, moves) => {
        const cursor = new Cursor(timeline(events, { every: 4 }));
        let count = 0;
        for (const step of moves) {
          if (typeof step === 'number') cursor.goTo(step);
          else cursor[step]();
          const next = step === 'forward' ? count + 1 : step === 'back' ? count - 1 : step;
          count = Math.min(Math.max(next, 0), events.length);
          const { state, event } = cursor.moment;
          expect(state).toEqual(fold(events.slice(0, count)));
          expect(event).toBe(events[count - 1] ?? null);
          expect(cursor.next).toBe(events[count] ?? null);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('says when there is nothing to step to', () => {
    const cursor = new Cursor(timeline([]));
    expect([cursor.forward(), cursor.back(), cursor.moment.count]).toEqual([false, false, 0]);
  });
});
