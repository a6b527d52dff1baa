import type { EventBody, KernelEvent } from '../../src/model/events.ts';
import { devId, netId } from '../../src/model/ids.ts';

const LIFE = 10;
const STRIDE = 7919;

/**
 * A history with `alive` namespaces, each with its loopback, in which then `events` more events
 * happen: devices come and go in one namespace after the other, scattered over `visited` of them.
 */
export function busyHistory(
  alive: number,
  events: number,
  visited = alive,
): { readonly setUp: readonly KernelEvent[]; readonly busy: readonly KernelEvent[] } {
  let seq = 0;
  const stamp = (body: EventBody): KernelEvent => {
    const place = {
      at: seq * 1000,
      cpu: 0,
      task: 'ip-1',
      evidence: 'observed',
      line: seq,
    } as const;
    return { seq: seq++, ...place, ...body };
  };
  const setUp: KernelEvent[] = [];
  for (let i = 0; i < alive; i += 1) for (const body of birth(i)) setUp.push(stamp(body));
  const busy: KernelEvent[] = [];
  for (let turn = 0; busy.length < events; turn += 1) {
    for (const body of visit((turn * STRIDE) % visited, turn)) busy.push(stamp(body));
  }
  return { setUp, busy };
}

function birth(i: number): readonly EventBody[] {
  const net = netId(String(4026532000 + i));
  const dev = devId(`lo${i}`);
  return [
    { type: 'net.setup', net },
    { type: 'netdev.allocated', dev, name: 'lo' },
    { type: 'netdev.registered', dev, net, name: 'lo', ifindex: 1 },
    { type: 'pernet.initialized', ops: 'loopback_net_ops', net },
    { type: 'net.ready', net },
  ];
}

function visit(i: number, turn: number): readonly EventBody[] {
  const net = netId(String(4026532000 + i));
  const dev = devId(`d${turn % (LIFE * STRIDE)}`);
  const presence = { dev, net, name: 'd0', ifindex: 2 };
  return [
    { type: 'netdev.allocated', dev, name: 'd0' },
    { type: 'netdev.registered', ...presence },
    { type: 'netdev.unregistered', ...presence },
    { type: 'netdev.freed', dev, name: 'd0' },
  ];
}
