import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../src/model/events.ts';
import {
  D0,
  D0_APPEARS,
  D0_DISAPPEARS,
  given,
  LO,
  LO_APPEARS,
  listed,
  NET,
  OTHER_NET,
} from './given.ts';

const D0_ALLOCATED: EventBody = { type: 'netdev.allocated', dev: D0, name: 'd%d' };
const D0_MOVED: EventBody = {
  type: 'netdev.moved',
  dev: D0,
  from: NET,
  to: OTHER_NET,
  name: 'd0',
  fromIfindex: 2,
  ifindex: 5,
};

describe('a device', () => {
  it('is in no list when it is allocated', () => {
    const state = given(D0_ALLOCATED);
    expect(state.devices.get(D0)).toMatchObject({ status: 'allocated', name: 'd%d', net: null });
    expect(state.nets.size).toBe(0);
  });

  it('appears at the tail of its namespace, under its real name', () => {
    const state = given(LO_APPEARS, D0_ALLOCATED, D0_APPEARS);
    expect(listed(state, NET)).toEqual([LO, D0]);
    expect(state.devices.get(D0)).toMatchObject({ status: 'registered', name: 'd0', ifindex: 2 });
  });

  it('with ifindex 1 is the loopback of its namespace until it leaves', () => {
    expect(given(LO_APPEARS, D0_APPEARS).nets.get(NET)?.loopback).toBe(LO);
    const state = given(LO_APPEARS, { ...LO_APPEARS, type: 'netdev.unregistered' });
    expect(state.nets.get(NET)?.loopback).toBeNull();
  });

  it('is leaving from its unlisting to its end', () => {
    const leaving = given(D0_APPEARS, D0_DISAPPEARS);
    expect(listed(leaving, NET)).toEqual([]);
    expect([...(leaving.nets.get(NET)?.leaving ?? [])]).toEqual([D0]);
    const gone = given(D0_APPEARS, D0_DISAPPEARS, { type: 'netdev.freed', dev: D0, name: 'd0' });
    expect(gone.nets.get(NET)?.leaving.size).toBe(0);
    expect(gone.devices.size).toBe(0);
    expect(gone.freed.devices).toBe(1);
  });

  it('moves from one list to the tail of the other', () => {
    const state = given(LO_APPEARS, D0_APPEARS, D0_MOVED);
    expect(listed(state, NET)).toEqual([LO]);
    expect(listed(state, OTHER_NET)).toEqual([D0]);
    expect(state.devices.get(D0)).toMatchObject({ net: OTHER_NET, ifindex: 5 });
  });

  it('keeps its place when it is renamed', () => {
    const renamed: EventBody = { type: 'netdev.renamed', dev: LO, from: 'lo', to: 'foo' };
    const state = given(LO_APPEARS, D0_APPEARS, renamed);
    expect(listed(state, NET)).toEqual([LO, D0]);
    expect(state.devices.get(LO)?.name).toBe('foo');
  });

  it('that is first heard of when it leaves is older than the log', () => {
    const state = given(D0_DISAPPEARS);
    expect(state.devices.get(D0)).toMatchObject({ status: 'unregistered', name: 'd0', net: NET });
    expect(state.nets.get(NET)?.status).toBe('unknown');
  });

  it('without an identity changes nothing but the count of the freed', () => {
    const nobody: EventBody = { ...D0_APPEARS, dev: null };
    const state = given(nobody, { type: 'netdev.freed', dev: null, name: 'd0' });
    expect(state.devices.size).toBe(0);
    expect(state.freed.devices).toBe(1);
  });
});

describe('waiting for a device', () => {
  const waiting: EventBody = { type: 'netdev.waiting', name: 'd0', refs: 3 };

  it('counts the warnings and keeps the last usage count', () => {
    const state = given(D0_APPEARS, waiting, { ...waiting, refs: 2 });
    expect(state.waiting.get('d0')).toEqual({ refs: 2, warnings: 2, since: 1, last: 2 });
  });

  it('is over when a device of that name is freed', () => {
    const state = given(D0_APPEARS, waiting, { type: 'netdev.freed', dev: D0, name: null });
    expect(state.waiting.size).toBe(0);
  });
});
