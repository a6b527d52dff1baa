import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../src/model/events.ts';
import { devId } from '../../src/model/ids.ts';
import { entryOf, versionsOf } from '../../src/model/versioned-state.ts';
import { D0, D0_APPEARS, given, NET } from './given.ts';

const SOFTNET: EventBody = { type: 'softnet.initialized', softnet: 2 };

function crowd(size: number): readonly EventBody[] {
  return Array.from({ length: size }, (_, n) => {
    return { ...D0_APPEARS, dev: devId(`d${n}`), name: `d${n}`, ifindex: n + 2 };
  });
}

describe('the Maps of a state', () => {
  it.each([63, 64, 65, 66])('hold all %s devices, however many are too many to copy', (size) => {
    const { devices, nets } = given(...crowd(size));
    expect(devices.size).toBe(size);
    expect(nets.get(NET)?.devices.size).toBe(size);
    expect([...devices.keys()]).toEqual(crowd(size).map((_, n) => `d${n}`));
  });

  it('are the same ones whenever they are read', () => {
    const state = given(...crowd(70));
    expect(state.devices).toBe(state.devices);
    expect(state.nets.get(NET)?.devices).toBe(state.nets.get(NET)?.devices);
  });
});

describe('an entry of a Map', () => {
  it.each([1, 70])('is found without building the Map: one of %s devices', (size) => {
    const state = given(SOFTNET, ...crowd(size));
    expect(entryOf(state, 'devices', 'd0')).toEqual(state.devices.get(devId('d0')));
    expect(entryOf(state, 'devices', 'd99')).toBeUndefined();
    expect(entryOf(state, 'softnet', '2')).toEqual({ since: 0 });
  });

  it('is found in a state that was made by hand, too', () => {
    const state = { ...given(SOFTNET, D0_APPEARS) };
    expect(entryOf(state, 'devices', D0)).toEqual(state.devices.get(D0));
    expect(entryOf(state, 'softnet', '2')).toEqual({ since: 0 });
  });
});

describe('the versions behind a state', () => {
  it('are the same for the same state, so that nothing is taken in twice', () => {
    const state = given(D0_APPEARS);
    expect(versionsOf(state)).toBe(versionsOf(state));
  });
});
