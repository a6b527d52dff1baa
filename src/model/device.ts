import type { DeviceDraft, StateDraft } from './draft.ts';
import type { DevicePresence, EventOf } from './events.ts';
import { holdersInWords } from './holders.ts';
import { type DevId, LOOPBACK_IFINDEX, type NetId } from './ids.ts';
import { netIn } from './namespace.ts';

export type DeviceEvent = EventOf<
  | 'netdev.allocated'
  | 'netdev.registered'
  | 'netdev.unregistered'
  | 'netdev.failed'
  | 'netdev.renamed'
  | 'netdev.moved'
  | 'netdev.freed'
  | 'netdev.waiting'
>;

/** Folds the life of devices: alloc_netdev_mqs to free_netdev (net/core/dev.c). */
export function applyDevice(draft: StateDraft, event: DeviceEvent): void {
  switch (event.type) {
    case 'netdev.allocated':
      if (event.dev === null) return;
      draft.devices.set(event.dev, {
        dev: event.dev,
        name: event.name,
        ifindex: null,
        status: 'allocated',
        net: null,
      });
      return;
    case 'netdev.registered':
      list(draft, event);
      return;
    case 'netdev.unregistered':
      unlist(draft, event);
      return;
    case 'netdev.failed':
      return; // What register_netdevice undid has events of its own; free_netdev follows.
    case 'netdev.renamed':
      if (event.dev !== null) deviceIn(draft, event.dev).name = event.to;
      return;
    case 'netdev.moved':
      move(draft, event);
      return;
    case 'netdev.freed':
      free(draft, event);
      return;
    case 'netdev.waiting':
      wait(draft, event);
      return;
    default:
      event satisfies never;
  }
}

/** list_netdevice: to the tail of the namespace's device list. */
function list(draft: StateDraft, event: DevicePresence): void {
  if (event.dev === null) return;
  const device = deviceIn(draft, event.dev);
  leaveList(draft, device.net, event.dev);
  device.name = event.name;
  device.ifindex = event.ifindex;
  device.status = 'registered';
  device.net = event.net;
  enterList(draft, event.net, event.dev, event.ifindex);
}

/** unlist_netdevice, for good: what leaves one list to enter another is `netdev.moved`. */
function unlist(draft: StateDraft, event: DevicePresence): void {
  if (event.dev === null) return;
  const device = deviceIn(draft, event.dev);
  const net = event.net ?? device.net;
  leaveList(draft, net, event.dev);
  device.name = event.name ?? device.name;
  device.ifindex = event.ifindex ?? device.ifindex;
  device.status = 'unregistered';
  device.net = net;
  if (net !== null) netIn(draft, net).leaving.add(event.dev);
}

/** __dev_change_net_namespace: out of one list, to the tail of another. */
function move(draft: StateDraft, event: EventOf<'netdev.moved'>): void {
  if (event.dev === null) return;
  const device = deviceIn(draft, event.dev);
  leaveList(draft, event.from ?? device.net, event.dev);
  device.name = event.name ?? device.name;
  device.ifindex = event.ifindex;
  device.status = 'registered';
  device.net = event.to;
  enterList(draft, event.to, event.dev, event.ifindex);
}

function free(draft: StateDraft, event: EventOf<'netdev.freed'>): void {
  draft.freed.devices += 1;
  const device = event.dev === null ? undefined : draft.devices.get(event.dev);
  const name = event.name ?? device?.name ?? null;
  if (name !== null) draft.waiting.delete(name);
  if (device === undefined) return;
  leaveList(draft, device.net, device.dev);
  draft.devices.delete(device.dev);
}

function wait(draft: StateDraft, event: EventOf<'netdev.waiting'>): void {
  const waiting = draft.waiting.get(event.name);
  if (waiting === undefined) {
    const { seq, refs } = event;
    const told = event.holders === undefined ? {} : { holders: holdersInWords(event.holders) };
    draft.waiting.set(event.name, { refs, warnings: 1, since: seq, last: seq, ...told });
    return;
  }
  waiting.refs = event.refs;
  if (event.holders !== undefined) waiting.holders = holdersInWords(event.holders);
  waiting.warnings += 1;
  waiting.last = event.seq;
}

/** The draft of a device; one that is first heard of now is older than the log. */
function deviceIn(draft: StateDraft, dev: DevId): DeviceDraft {
  const known = draft.devices.get(dev);
  if (known !== undefined) return known;
  draft.devices.set(dev, { dev, name: null, ifindex: null, status: 'allocated', net: null });
  return deviceIn(draft, dev);
}

function enterList(draft: StateDraft, net: NetId | null, dev: DevId, ifindex: number | null): void {
  if (net === null) return;
  const home = netIn(draft, net);
  home.devices.add(dev);
  if (ifindex === LOOPBACK_IFINDEX) home.loopback = dev;
}

function leaveList(draft: StateDraft, net: NetId | null, dev: DevId): void {
  const home = net === null ? undefined : draft.nets.get(net);
  if (home === undefined) return;
  home.devices.delete(dev);
  home.leaving.delete(dev);
  if (home.loopback === dev) home.loopback = null;
}
