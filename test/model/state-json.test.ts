import { describe, expect, it } from 'vitest';
import { stateToJson } from '../../src/model/state-json.ts';
import { D0, D0_APPEARS, D0_DISAPPEARS, given, LO, LO_APPEARS, NET } from './given.ts';

describe('the state as JSON', () => {
  it('is plain data that says all the state says', () => {
    const state = given(
      { type: 'softnet.initialized', softnet: 1 },
      { type: 'softirq.opened', vector: 'NET_RX', action: 'net_rx_action' },
      LO_APPEARS,
      D0_APPEARS,
      D0_DISAPPEARS,
      { type: 'netdev.allocated', dev: null, name: 'nobody' },
      { type: 'netdev.waiting', name: 'd0', refs: 3 },
    );
    const { events, boot, pernet, trouble, freed } = state;
    const json = stateToJson(state);
    expect(json).toEqual({
      ...{ events, boot, pernet, trouble, freed },
      softnet: { 1: { since: 0 } },
      softirqs: { NET_RX: { action: 'net_rx_action', since: 1, opened: 1, entered: null } },
      nets: {
        [NET]: {
          status: 'unknown',
          loopback: LO,
          initialized: 0,
          devices: [{ dev: LO, name: 'lo', ifindex: 1, status: 'registered' }],
          leaving: [{ dev: D0, name: 'd0', ifindex: 2, status: 'unregistered' }],
        },
      },
      allocated: [],
      waiting: { d0: { refs: 3, warnings: 1, since: 6, last: 6 } },
    });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });

  it('lists apart the devices that are in no list yet, and no others', () => {
    const { allocated } = stateToJson(
      given(LO_APPEARS, { type: 'netdev.allocated', dev: D0, name: 'd%d' }),
    );
    expect(allocated).toEqual([{ dev: D0, name: 'd%d', ifindex: null, status: 'allocated' }]);
  });

  it('leaves out a device that a namespace made by hand lists and nobody knows', () => {
    const state = { ...given(D0_APPEARS, D0_DISAPPEARS), devices: new Map() };
    expect(stateToJson(state).nets[NET]?.leaving).toEqual([]);
  });
});
