import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelEvent } from '../../src/model/events.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { Overlay } from '../../src/model/overlay.ts';
import type { KernelState } from '../../src/model/state.ts';
import { arbitraryHistory, arbitraryPlan, simulate } from '../../src/testing/index.ts';

describe('the simulated kernel', () => {
  it('does the same every time it is given the same plan', () => {
    fc.assert(
      fc.property(arbitraryPlan(), (plan) => {
        expect(simulate(structuredClone(plan))).toEqual(simulate(plan));
      }),
    );
  });

  it('tells of nothing that does not exist, and of everything by its present name', () => {
    fc.assert(
      fc.property(arbitraryHistory(), ({ events }) => {
        expect(firstSurprise(events)).toBeNull();
      }),
    );
  });

  it('numbers events without gaps on a clock that never stands still', () => {
    fc.assert(
      fc.property(arbitraryHistory(), ({ events }) => {
        expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
        const times = events.map(({ at }) => at ?? Number.NaN);
        expect(times.every((at, index) => index === 0 || at > (times[index - 1] ?? 0))).toBe(true);
      }),
    );
  });

  it('leaves no device in a namespace that is freed', () => {
    fc.assert(
      fc.property(arbitraryHistory(), ({ events }) => {
        const orphaned = walk(events, (event, before) => {
          if (event.type !== 'net.freed' || event.net === null) return false;
          const net = before.nets.get(event.net);
          return net === undefined || net.devices.size + net.leaving.size > 0;
        });
        expect(orphaned).toBeNull();
      }),
    );
  });

  it('brings every namespace that dies to its end, unless a task died in it', () => {
    fc.assert(
      fc.property(arbitraryHistory(), ({ events }) => {
        const crashed = events.some(({ type }) => type === 'kernel.bug');
        const panicked = events.some(({ type }) => type === 'kernel.panicked');
        fc.pre(!crashed && !panicked);
        const count = (type: string) => events.filter((event) => event.type === type).length;
        const failed = events.filter((event) => event.type === 'net.failed' && event.net !== null);
        expect(count('net.freed')).toBe(count('net.dying') + failed.length);
      }),
    );
  });
});

/** The `seq` of the first event for which `isWrong` in the state before it, else `null`. */
function walk(
  events: readonly KernelEvent[],
  isWrong: (event: KernelEvent, before: KernelState) => boolean,
): number | null {
  const overlay = new Overlay(initialState);
  for (const event of events) {
    if (isWrong(event, overlay.view)) return event.seq;
    overlay.apply(event);
  }
  return null;
}

function firstSurprise(events: readonly KernelEvent[]): number | null {
  return walk(events, (event, { devices, nets, pernet }) => {
    if ('dev' in event && event.dev !== null) {
      const known = devices.get(event.dev);
      if ((known === undefined) !== (event.type === 'netdev.allocated')) return true;
      if (event.type === 'netdev.registered' && known?.status !== 'allocated') return true;
      if (event.type === 'netdev.unregistered') {
        const { name, ifindex, net } = event;
        if (known?.status !== 'registered') return true;
        if (known.name !== name || known.ifindex !== ifindex || known.net !== net) return true;
      }
      if (event.type === 'netdev.renamed' && known?.name !== event.from) return true;
      if (event.type === 'netdev.moved' && known?.net !== event.from) return true;
      if (event.type === 'netdev.freed' && known?.status === 'registered') return true;
    }
    if ('net' in event && event.net !== null) {
      if (nets.has(event.net) === (event.type === 'net.setup')) return true;
    }
    if (event.type === 'pernet.initialized' || event.type === 'pernet.failed') {
      return ![...pernet.subsys, ...pernet.device].includes(event.ops);
    }
    return event.type === 'netdev.waiting' && ![...devices.values()].some(isLeaving(event.name));
  });
}

function isLeaving(name: string) {
  return (device: { readonly name: string | null; readonly status: string }) =>
    device.name === name && device.status === 'unregistered';
}
