import { describe, expect, it } from 'vitest';
import { stateView } from '../../src/invariants/state-view.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { Overlay } from '../../src/model/overlay.ts';
import { A, B, boot, born, given, loFreed, net, type Told } from './history.ts';

const told: readonly Told[] = [
  ...boot,
  ...born(A),
  ...born(B),
  net('net.freed', B),
  { type: 'netdev.waiting', name: 'lo', refs: 1 },
  { type: 'kernel.warned', message: 'refcount' },
  loFreed(B),
];

describe('the view of a state', () => {
  it('shows each part of it as it is when it is read', () => {
    const overlay = new Overlay(initialState);
    const view = stateView(overlay);
    expect(view).toEqual(initialState);
    for (const event of given(...told)) {
      overlay.apply(event);
      expect({ ...view }).toEqual(overlay.snapshot());
    }
    expect(Object.keys(view).sort()).toEqual(Object.keys(initialState).sort());
  });
});
