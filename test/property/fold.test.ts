import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelEvent } from '../../src/model/events.ts';
import { fold } from '../../src/model/fold.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { Overlay } from '../../src/model/overlay.ts';
import { reduce } from '../../src/model/reduce.ts';
import type { KernelState } from '../../src/model/state.ts';
import { arbitraryHistory } from '../../src/testing/index.ts';

const RUNS = { numRuns: 40 };

describe('the batch fold', () => {
  it('adds up to what reducing one by one adds up to', () => {
    fc.assert(
      fc.property(arbitraryEvents(), (events) => {
        expect(fold(events)).toEqual(events.reduce(reduce, initialState));
      }),
      RUNS,
    );
  });

  it('may begin at any state in between', () => {
    fc.assert(
      fc.property(arbitraryEvents(), fc.nat(), (events, at) => {
        const border = at % (events.length + 1);
        const halfway = events.slice(0, border).reduce(reduce, initialState);
        expect(fold(events.slice(border), halfway)).toEqual(fold(events));
      }),
      RUNS,
    );
  });

  it('adds up to the same however the events are cut into batches', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 });
    fc.assert(
      fc.property(arbitraryEvents(), sizes, (events, batches) => {
        expect(foldInBatches(events, batches)).toEqual(fold(events));
      }),
      RUNS,
    );
  });

  it('gives the same states whether or not snapshots are taken on the way', () => {
    fc.assert(
      fc.property(arbitraryEvents(), fc.integer({ min: 1, max: 30 }), (events, every) => {
        const overlay = new Overlay(initialState);
        const states = new Map<number, KernelState>();
        for (const [index, event] of events.entries()) {
          overlay.apply(event);
          if (index % every === 0) states.set(index, overlay.snapshot());
        }
        for (const [index, state] of states) {
          expect(state).toEqual(fold(events.slice(0, index + 1)));
        }
      }),
      RUNS,
    );
  });

  it('never throws, however absurd the history', () => {
    const absurd = arbitraryHistory({ maxCommands: 8 }).chain(({ events }) =>
      fc.shuffledSubarray([...events]),
    );
    fc.assert(
      fc.property(absurd, (events) => {
        expect(fold(events)).toEqual(events.reduce(reduce, initialState));
      }),
      RUNS,
    );
  });
});

describe('a state', () => {
  it('is frozen to its last corner', () => {
    fc.assert(
      fc.property(arbitraryEvents(), (events) => {
        expect(thawedPath(fold(events))).toBeNull();
        expect(thawedPath(events.slice(0, 60).reduce(reduce, initialState))).toBeNull();
      }),
      RUNS,
    );
  });

  it('refuses to have its Maps and Sets changed', () => {
    const { nets, softirqs } = fold([]);
    // The types say so already; what does not look at types is refused at run time.
    expect(() => (nets as Map<unknown, unknown>).set('x', 1)).toThrow();
    expect(() => (softirqs as Map<unknown, unknown>).clear()).toThrow();
  });

  it('shares with the next one everything the event does not concern', () => {
    fc.assert(
      fc.property(arbitraryEvents(), fc.nat(), (events, at) => {
        const index = at % events.length;
        const before = fold(events.slice(0, index));
        const [event] = events.slice(index, index + 1);
        if (event === undefined) return;
        for (const after of [fold([event], before), reduce(before, event)]) {
          expect(needlessCopies(before, after, event)).toEqual([]);
        }
      }),
      RUNS,
    );
  });
});

function arbitraryEvents(): fc.Arbitrary<readonly KernelEvent[]> {
  return arbitraryHistory({ maxCommands: 12 }).map(({ events }) => events);
}

function foldInBatches(events: readonly KernelEvent[], batches: readonly number[]): KernelState {
  let state = initialState;
  let from = 0;
  for (const size of batches) {
    state = fold(events.slice(from, from + size), state);
    from += size;
  }
  return fold(events.slice(from), state);
}

/** Where in `value` something can still be changed, `null` where nothing can. */
function thawedPath(value: unknown, path = 'state'): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Object.isFrozen(value)) return path;
  const entries =
    value instanceof Map || value instanceof Set ? [...value.entries()] : Object.entries(value);
  for (const [key, entry] of entries) {
    const thawed = thawedPath(entry, `${path}.${String(key)}`);
    if (thawed !== null) return thawed;
  }
  return null;
}

/** Namespaces and devices that the event does not speak of and that are not the same objects. */
function needlessCopies(
  before: KernelState,
  after: KernelState,
  event: KernelEvent,
): readonly string[] {
  const spokenOf = JSON.stringify(event);
  const device = 'dev' in event && event.dev !== null ? before.devices.get(event.dev) : undefined;
  const copies: string[] = [];
  for (const [net, state] of before.nets) {
    if (spokenOf.includes(net) || device?.net === net) continue;
    if (after.nets.get(net) !== state) copies.push(net);
  }
  for (const [dev, state] of before.devices) {
    if (spokenOf.includes(dev) || event.type === 'net.freed') continue;
    if (after.devices.get(dev) !== state) copies.push(dev);
  }
  if (!event.type.startsWith('softirq') && after.softirqs !== before.softirqs)
    copies.push('softirqs');
  return copies;
}
