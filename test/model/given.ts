import type { EventBody, KernelEvent } from '../../src/model/events.ts';
import { fold } from '../../src/model/fold.ts';
import { devId, netId } from '../../src/model/ids.ts';
import type { KernelState } from '../../src/model/state.ts';

export const NET = netId('4026532193');
export const OTHER_NET = netId('4026532244');
export const LO = devId('0xffff888000001000');
export const D0 = devId('0xffff888000002000');

/** The state after these events: given what happened, then this is known. */
export function given(...bodies: readonly EventBody[]): KernelState {
  return fold(bodies.map(observed));
}

/** The devices of a namespace, in list order. */
export function listed(state: KernelState, net: typeof NET): readonly string[] {
  return [...(state.nets.get(net)?.devices ?? [])];
}

export const LO_APPEARS = {
  type: 'netdev.registered',
  dev: LO,
  net: NET,
  name: 'lo',
  ifindex: 1,
} as const satisfies EventBody;

export const D0_APPEARS = {
  type: 'netdev.registered',
  dev: D0,
  net: NET,
  name: 'd0',
  ifindex: 2,
} as const satisfies EventBody;

export const D0_DISAPPEARS: EventBody = { ...D0_APPEARS, type: 'netdev.unregistered' };

/** A line a millisecond. */
function observed(body: EventBody, seq: number): KernelEvent {
  const stamp = { at: seq * 1_000_000, cpu: 0, task: 'ip-101', line: seq + 1 };
  return { seq, ...stamp, evidence: 'observed', ...body };
}
