import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chronicle, type Entry } from '../../../src/cli/story/chronicle.ts';
import type { KernelEvent } from '../../../src/model/events.ts';
import { netId } from '../../../src/model/ids.ts';
import { initialState } from '../../../src/model/initial-state.ts';
import { Overlay } from '../../../src/model/overlay.ts';
import { arbitraryHistory } from '../../../src/testing/arbitrary-history.ts';
import { absurdHistory, stamped } from '../../replay/histories.ts';

function chronicled(events: readonly KernelEvent[]): readonly Entry[] {
  const chronicle = new Chronicle();
  const overlay = new Overlay(initialState);
  const entries = events.flatMap((event) => {
    const entry = chronicle.take(event, overlay.view);
    overlay.apply(event);
    return entry ?? [];
  });
  return [...entries, ...[chronicle.end() ?? []].flat()];
}

describe('a chronicle', () => {
  it('tells every event once, in its place, whatever it sums up', () => {
    fc.assert(
      fc.property(absurdHistory(), (events) => {
        expect(chronicled(events).flatMap((entry) => entry.events)).toEqual(events);
      }),
    );
  });

  it('is much shorter than a history in which nothing fails', () => {
    fc.assert(
      fc.property(arbitraryHistory({ maxCommands: 8, faults: false }), ({ events }) => {
        expect(chronicled(events).length).toBeLessThan(events.length / 1.5);
      }),
      { numRuns: 20 },
    );
  });

  it('sums up what a module initialises in many namespaces', () => {
    const nets = ['4026531840', '4026532193', '4026532194'].map(netId);
    const entries = chronicled(
      stamped([
        { type: 'bootphase.ended' },
        ...nets.map((net) => ({ type: 'pernet.initialized' as const, ops: 'sit_net_ops', net })),
        { type: 'pernet.initialized', ops: 'vlan_net_ops', net: netId('4026531840') },
      ]),
    );
    expect(entries.map(({ kind, events }) => [kind, events.length])).toEqual([
      ['event', 1],
      ['initialised', 3],
      ['initialised', 1],
    ]);
  });
});
