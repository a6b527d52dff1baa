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

const D0_ALLOCATED = {
  type: 'netdev.allocated',
  dev: D0,
  name: 'd%d',
} as const satisfies EventBody;
const D0_MOVED = {
  type: 'netdev.moved',
  dev: D0,
  from: NET,
  to: OTHER_NET,
  name: 'd0',
  fromIfindex: 2,
  ifindex: 5,
} as const satisfies EventBody;

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

  const anonymous: readonly EventBody[] = [
    { ...D0_ALLOCATED, dev: null },
    { ...D0_APPEARS, dev: null },
    { ...D0_APPEARS, type: 'netdev.unregistered', dev: null },
    { ...D0_MOVED, dev: null },
    { type: 'netdev.renamed', dev: null, from: 'd0', to: 'd1' },
    { type: 'netdev.freed', dev: null, name: 'd0' },
  ];

  it.each(anonymous.map((event) => [event.type, event] as const))(
    'without an identity changes nothing: %s',
    (_type, event) => {
      const { devices, nets } = given(LO_APPEARS, event);
      expect([...devices.keys()]).toEqual([LO]);
      expect([...nets.keys()]).toEqual([NET]);
      expect(given(event).devices.size).toBe(0);
    },
  );

  it('without an identity is counted when it is freed', () => {
    expect(given({ type: 'netdev.freed', dev: null, name: 'd0' }).freed.devices).toBe(1);
  });

  it('whose registration failed stays what it was', () => {
    const failed: EventBody = { ...D0_APPEARS, type: 'netdev.failed', rc: -17 };
    expect(given(D0_ALLOCATED, failed).devices).toEqual(given(D0_ALLOCATED).devices);
  });

  it('that appears nobody knows where is in no list', () => {
    const state = given({ ...D0_APPEARS, net: null });
    expect(state.devices.get(D0)).toMatchObject({ status: 'registered', net: null });
    expect(state.nets.size).toBe(0);
  });

  it('that leaves nobody knows where leaves the list it is in, if it is in one', () => {
    const left: EventBody = { ...D0_APPEARS, type: 'netdev.unregistered', net: null };
    expect(given(left).nets.size).toBe(0);
    const state = given(D0_APPEARS, left);
    expect(listed(state, NET)).toEqual([]);
    expect(state.devices.get(D0)).toMatchObject({ status: 'unregistered', net: NET });
  });

  it('tells on its way what was not known before: its index, its name, where it comes from', () => {
    const { name: _, ...nameless } = D0_APPEARS;
    const started = given({ ...nameless, name: null, ifindex: null });
    expect(started.devices.get(D0)).toMatchObject({ name: null, ifindex: null });
    const left = given({ ...nameless, name: null, ifindex: null }, D0_DISAPPEARS);
    expect(left.devices.get(D0)).toMatchObject({ name: 'd0', ifindex: 2 });
    const silent = given(D0_APPEARS, {
      ...D0_APPEARS,
      type: 'netdev.unregistered',
      name: null,
      ifindex: null,
    });
    expect(silent.devices.get(D0)).toMatchObject({ name: 'd0', ifindex: 2 });
    const moved = given(D0_APPEARS, { ...D0_MOVED, name: null, from: null });
    expect(moved.devices.get(D0)).toMatchObject({ name: 'd0', net: OTHER_NET });
    expect(listed(moved, NET)).toEqual([]);
    const renamed = given(D0_APPEARS, { ...D0_MOVED, name: 'd9' });
    expect(renamed.devices.get(D0)?.name).toBe('d9');
  });

  it('leaves the list that the event names, too, when it was thought to be elsewhere', () => {
    const elsewhere: EventBody = { ...D0_MOVED, from: OTHER_NET, to: NET };
    expect(listed(given(D0_APPEARS, elsewhere), NET)).toEqual([D0]);
    expect(given(D0_APPEARS, elsewhere).nets.has(OTHER_NET)).toBe(false);
  });

  it('leaves the loopback of its namespace alone when it goes', () => {
    expect(given(LO_APPEARS, D0_APPEARS, D0_DISAPPEARS).nets.get(NET)?.loopback).toBe(LO);
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
