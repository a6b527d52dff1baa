import fc from 'fast-check';
import { bufferCount, from, map, type Observable, scan } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { fold } from '../../src/model/fold.ts';
import { reduce } from '../../src/model/reduce.ts';
import { foldBatches, foldEvents, judged } from '../../src/replay/operators.ts';
import { arbitraryHistory } from '../../src/testing/arbitrary-history.ts';
import { absurdHistory, stamped } from './histories.ts';

describe('folding a stream of events', () => {
  it('gives the states that scanning with the reducer gives', () => {
    fc.assert(
      fc.property(absurdHistory(), absurdHistory(), (past, events) => {
        const state = fold(past);
        const folded = collected(from(events).pipe(foldEvents(state)));
        expect(folded).toEqual(collected(from(events).pipe(scan(reduce, state))));
      }),
    );
  });

  it('gives the state after each batch, however the events are cut', () => {
    fc.assert(
      fc.property(fc.array(absurdHistory(12), { maxLength: 6 }), (batches) => {
        const ends = batches.map((_, i) => fold(batches.slice(0, i + 1).flat()));
        expect(collected(from(batches).pipe(foldBatches()))).toEqual(ends);
      }),
    );
  });

  it('keeps the rhythm of the stream and its end', () => {
    inMarbles('--a-b--|', '--1-2--|');
    inMarbles('--a-b--#', '--1-2--#');
    inMarbles('--|', '--|');
  });

  it('begins anew for each subscriber', () => {
    const states = from(stamped([{ type: 'proc.created' }])).pipe(foldEvents());
    expect(collected(states)).toEqual(collected(states));
  });
});

describe('judging a stream of events', () => {
  it('says at the end what the judge says of all of them, for each subscriber anew', () => {
    fc.assert(
      fc.property(arbitraryHistory(), fc.integer({ min: 1, max: 50 }), ({ events }, size) => {
        const judgement = from(events).pipe(bufferCount(size), judged());
        const [once, again] = [collected(judgement), collected(judgement)];
        expect(once).toEqual([judge(events)]);
        expect(again).toEqual(once);
      }),
      { numRuns: 20 },
    );
  });
});

function inMarbles(events: string, counts: string): void {
  const [a, b] = stamped([{ type: 'proc.created' }, { type: 'kobject.registered' }]);
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(({ cold, expectObservable }) => {
    const source = cold(events, { a, b }).pipe(
      map((event) => (event === undefined ? [] : [event])),
    );
    const states = source.pipe(foldBatches());
    expectObservable(states.pipe(map((state) => String(state.events)))).toBe(counts);
  });
}

function collected<T>(source: Observable<T>): readonly T[] {
  const values: T[] = [];
  source.subscribe((value) => values.push(value));
  return values;
}
