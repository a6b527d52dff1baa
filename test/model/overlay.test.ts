import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../src/model/events.ts';
import { devId, INIT_NET, netId } from '../../src/model/ids.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { Overlay } from '../../src/model/overlay.ts';
import { reduce } from '../../src/model/reduce.ts';
import type { KernelState } from '../../src/model/state.ts';
import { absurdHistory, stamped } from '../replay/histories.ts';

describe('the overlay', () => {
  it('adds up to what immer adds up to, at every snapshot, whenever these are taken', () => {
    fc.assert(
      fc.property(absurdHistory(80), fc.infiniteStream(fc.boolean()), (events, snapshotNow) => {
        const overlay = new Overlay(initialState);
        let oracle = initialState;
        for (const event of events) {
          overlay.apply(event);
          oracle = reduce(oracle, event);
          if (snapshotNow.next().value === true) expectSame(overlay.snapshot(), oracle);
        }
        expectSame(overlay.snapshot(), oracle);
      }),
    );
  });

  it('shows in its live view what a snapshot would hold', () => {
    fc.assert(
      fc.property(absurdHistory(), fc.nat(), (events, cut) => {
        const overlay = new Overlay(initialState);
        for (const [i, event] of events.entries()) {
          overlay.apply(event);
          if (i === cut % events.length) overlay.snapshot();
        }
        const { view } = overlay;
        const { nets, devices } = overlay.snapshot();
        expect([view.nets.size, view.devices.size]).toEqual([nets.size, devices.size]);
        expect([...view.devices]).toEqual([...devices]);
        expect([...view.nets.keys()]).toEqual([...nets.keys()]);
      }),
    );
  });

  it('never changes a snapshot once it is taken, read or unread', () => {
    fc.assert(
      fc.property(absurdHistory(), fc.boolean(), (events, readEarly) => {
        const overlay = new Overlay(initialState);
        const oracles: KernelState[] = [];
        const snapshots: KernelState[] = [];
        for (const event of events) {
          const oracle = reduce(oracles.at(-1) ?? initialState, event);
          overlay.apply(event);
          const snapshot = overlay.snapshot();
          if (readEarly) expectSame(snapshot, oracle);
          oracles.push(oracle);
          snapshots.push(snapshot);
        }
        expect(snapshots).toEqual(oracles);
      }),
    );
  });

  it('goes on from any snapshot, any number of times', () => {
    fc.assert(
      fc.property(absurdHistory(), absurdHistory(), absurdHistory(), (events, one, other) => {
        const common = folded(initialState, events);
        const states = [one, other].map((branch) => folded(common, branch));
        const oracles = [one, other].map((branch) => branch.reduce(reduce, common));
        expect(states).toEqual(oracles);
      }),
    );
  });

  it('freezes all that a snapshot holds', () => {
    fc.assert(
      fc.property(absurdHistory(), (events) => {
        expect(thawed(folded(initialState, events))).toEqual([]);
      }),
    );
  });

  it('refuses changes to the Maps and Sets of a snapshot', () => {
    const { nets } = folded(initialState, stamped([listed('0xa0', 1)]));
    const devices = nets.get(INIT_NET)?.devices;
    expect(() => (nets as Map<unknown, unknown>).delete(INIT_NET)).toThrow('frozen');
    expect(() => (devices as Set<unknown>).add('0xb0')).toThrow('frozen');
  });

  it('shares with the last snapshot the entries and the Maps that did not change', () => {
    const other = netId('4026532193');
    const [lo, setup, ready] = stamped([
      listed('0xa0', 1),
      { type: 'net.setup', net: other },
      { type: 'net.ready', net: other },
    ]);
    const before = folded(
      initialState,
      [lo, setup].flatMap((event) => event ?? []),
    );
    const after = folded(before, ready === undefined ? [] : [ready]);
    expect(after.nets.get(INIT_NET)).toBe(before.nets.get(INIT_NET));
    expect(after.nets.get(other)).not.toBe(before.nets.get(other));
    expect(after.devices).toBe(before.devices);
    expect(after.boot).toBe(before.boot);
  });

  it('shares with the last snapshot what was changed and changed back', () => {
    const before = folded(initialState, stamped([listed('0xa0', 1)]));
    const after = folded(before, stamped([listed('0xb0', 2), gone('0xb0', 2), freed('0xb0')]));
    expect(after.events).toBe(4);
    expect(after.nets.get(INIT_NET)).toBe(before.nets.get(INIT_NET));
    expect(after.nets).toBe(before.nets);
    expect(after.devices).toBe(before.devices);
  });

  it('returns the same snapshot until an event is applied', () => {
    const overlay = new Overlay(initialState);
    expect(overlay.snapshot()).toBe(initialState);
    for (const event of stamped([listed('0xa0', 1)])) overlay.apply(event);
    expect(overlay.snapshot()).toBe(overlay.snapshot());
  });

  it('keeps the list order of a namespace of hundreds of devices across snapshots', () => {
    const order = fc.array(fc.tuple(fc.nat({ max: 150 }), fc.boolean()), { maxLength: 400 });
    fc.assert(
      fc.property(order, fc.integer({ min: 1, max: 90 }), (steps, every) => {
        const crowd = Array.from({ length: 80 }, (_, n) => listed(`0x${n}`, n + 2));
        const events = stamped([
          ...crowd,
          ...steps.map(([n, on]) => (on ? listed : gone)(`0x${n}`, n + 2)),
        ]);
        const overlay = new Overlay(initialState);
        for (const event of events) {
          overlay.apply(event);
          if (event.seq % every === 0) overlay.snapshot();
        }
        const snapshot = overlay.snapshot();
        expectSame(snapshot, events.reduce(reduce, initialState));
        expect(structuredClone(snapshot)).toStrictEqual(snapshot);
        expect(thawed(snapshot)).toEqual([]);
        expect(snapshot.devices).toBe(snapshot.devices);
      }),
      { numRuns: 30 },
    );
  });
});

function folded(state: KernelState, events: ReturnType<typeof stamped>): KernelState {
  const overlay = new Overlay(state);
  for (const event of events) overlay.apply(event);
  return overlay.snapshot();
}

/** Equal, and in the same order in every Map and Set. */
function expectSame(state: KernelState, oracle: KernelState): void {
  expect(state).toEqual(oracle);
  expect(orders(state)).toEqual(orders(oracle));
}

function orders({ softnet, softirqs, nets, devices, waiting }: KernelState): readonly unknown[] {
  return [
    [softnet, softirqs, nets, devices, waiting].map((map) => [...map.keys()]),
    [...nets.values()].map((net) => [[...net.devices], [...net.leaving]]),
  ];
}

/** What is not frozen in a value, by path. */
function thawed(value: unknown, path = 'state'): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.isFrozen(value) ? [] : [path];
  const inside =
    value instanceof Map || value instanceof Set ? [...value.entries()] : Object.entries(value);
  return own.concat(inside.flatMap(([key, child]) => thawed(child, `${path}.${String(key)}`)));
}

function listed(dev: string, ifindex: number): EventBody {
  return { type: 'netdev.registered', dev: devId(dev), net: INIT_NET, name: dev, ifindex };
}

function gone(dev: string, ifindex: number): EventBody {
  return { type: 'netdev.unregistered', dev: devId(dev), net: INIT_NET, name: dev, ifindex };
}

function freed(dev: string): EventBody {
  return { type: 'netdev.freed', dev: devId(dev), name: dev };
}
