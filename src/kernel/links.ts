import type { Kernel, NetDevice } from './kernel.ts';
import type { LinkOps } from './link-ops.ts';
import type { LinkKind } from './plan.ts';
import { unregisterNetdeviceQueue } from './unregister.ts';

/** The rtnl_link_ops of every kind `ip link add` knows here; a driver's own device has none. */
export const LINK_OPS: Readonly<Record<Exclude<LinkKind, 'nic'>, LinkOps>> = {
  dummy: linkOps('dummy', queue),
  bridge: linkOps('bridge', queue),
  vlan: linkOps('vlan', stackedDellink),
  macvlan: linkOps('macvlan', stackedDellink),
  veth: linkOps('veth', vethDellink),
};

/** Puts a vlan or macvlan on the link it stands on. */
export function stackOn(dev: NetDevice, lower: NetDevice): void {
  dev.lower = lower;
  lower.uppers.add(dev);
}

function linkOps(kind: LinkKind, dellink: LinkOps['dellink']): LinkOps {
  return { kind, dellink, refund: false };
}

/** unregister_netdevice_queue (net/core/dev.c) as dellink: of dummies, and of bridges. */
function queue(_k: Kernel, dev: NetDevice, kill: NetDevice[]): void {
  unregisterNetdeviceQueue(dev, kill);
}

/** unregister_vlan_dev (net/8021q/vlan.c), macvlan_dellink (drivers/net/macvlan.c). */
function stackedDellink(_k: Kernel, dev: NetDevice, kill: NetDevice[]): void {
  dev.lower?.uppers.delete(dev);
  dev.lower = null;
  unregisterNetdeviceQueue(dev, kill);
}

/** veth_dellink (drivers/net/veth.c): the peer goes too, wherever it lives. */
function vethDellink(_k: Kernel, dev: NetDevice, kill: NetDevice[]): void {
  const { peer } = dev;
  dev.peer = null;
  unregisterNetdeviceQueue(dev, kill);
  if (peer === null) return;
  peer.peer = null;
  unregisterNetdeviceQueue(peer, kill);
}
