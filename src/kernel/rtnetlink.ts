import { allocNetdev, type DeviceTemplate, freeNetdev } from './alloc-netdev.ts';
import { deviceByIndex, deviceByName } from './device-lookup.ts';
import { EEXIST, EINVAL, ENODEV, ENOMEM, EOPNOTSUPP } from './errno.ts';
import type { Kernel, NetDevice, NetNamespace } from './kernel.ts';
import { LINK_OPS, stackOn } from './links.ts';
import { moduleOf } from './modules.ts';
import { devChangeNetNamespace } from './move.ts';
import type { LinkKind } from './plan.ts';
import { registerNetdevice } from './register-netdevice.ts';
import { devChangeName } from './rename.ts';
import { rtnlLock, rtnlUnlock } from './rtnl.ts';
import type { Run } from './run.ts';
import { unregisterNetdeviceMany } from './unregister.ts';

/** RTM_NEWLINK for a link that shall not exist yet. */
export interface NewLink {
  readonly kind: Exclude<LinkKind, 'nic'>;
  readonly net: NetNamespace;
  readonly name: string | null;
  /** The asked-for ifindex; 0 lets the kernel choose. */
  readonly ifindex: number;
  readonly peer: { readonly net: NetNamespace; readonly name: string | null } | null;
  readonly lower: string | null;
}

/** Runs `work` under RTNL, as rtnetlink_rcv_msg (net/core/rtnetlink.c) does. */
export function* underRtnl(k: Kernel, work: () => number): Run<number> {
  yield* rtnlLock(k);
  const rc = work();
  yield* rtnlUnlock(k);
  return rc;
}

/**
 * rtnl_newlink (net/core/rtnetlink.c): the asked-for ifindex, else the name decides whether the
 * link exists already. Between allocating and registering a link with many queues, time passes.
 */
export function* rtnlNewlink(k: Kernel, link: NewLink): Run<number> {
  yield* rtnlLock(k);
  const rc = yield* createLink(k, link);
  yield* rtnlUnlock(k);
  return rc;
}

function* createLink(k: Kernel, link: NewLink): Run<number> {
  const { net, name, ifindex } = link;
  if (ifindex > 0) {
    if (deviceByIndex(k, net, ifindex) !== null) return -EEXIST;
  } else if (name !== null && deviceByName(k, net, name) !== null) {
    return -EEXIST;
  }
  const module = moduleOf(link.kind);
  if (module !== null && k.modules.get(module)?.state !== 'live') return -EOPNOTSUPP;
  const template: DeviceTemplate = {
    name: name ?? `${link.kind}%d`,
    net,
    ifindex,
    ops: LINK_OPS[link.kind],
  };
  const dev = allocNetdev(k, template);
  if (dev === null) return -ENOMEM;
  yield;
  const rc = newlink(k, link, dev);
  if (rc < 0) freeNetdev(k, dev);
  return rc;
}

/** rtnl_dellink (net/core/rtnetlink.c), RTNL held; lo and network cards cannot be deleted. */
export function rtnlDellink(k: Kernel, net: NetNamespace, name: string): number {
  const dev = deviceByName(k, net, name);
  if (dev === null) return -ENODEV;
  if (dev.ops === null) return -EOPNOTSUPP;
  const kill: NetDevice[] = [];
  dev.ops.dellink(k, dev, kill);
  unregisterNetdeviceMany(k, kill);
  return 0;
}

/**
 * do_setlink (net/core/rtnetlink.c) with a target namespace, RTNL held: the new name is taken on
 * the way only if the old one is in use there, else afterwards.
 */
export function rtnlMovelink(
  k: Kernel,
  dev: NetDevice,
  to: NetNamespace,
  { as, ifindex }: { readonly as: string | null; readonly ifindex: number },
): number {
  const wishes = as === null ? { ifindex } : { ifindex, pattern: as };
  const rc = devChangeNetNamespace(k, dev, to, wishes);
  if (rc < 0 || as === null) return rc;
  return devChangeName(k, dev, as);
}

/** The newlink callback of the link's kind; the caller frees the device on an error. */
function newlink(k: Kernel, link: NewLink, dev: NetDevice): number {
  switch (link.kind) {
    case 'dummy':
    case 'bridge':
      return registerNetdevice(k, dev);
    case 'vlan':
    case 'macvlan':
      return newStackedLink(k, link, dev);
    case 'veth':
      return vethNewlink(k, link, dev);
    default:
      return link.kind satisfies never;
  }
}

/** vlan_newlink (net/8021q/vlan_netlink.c), macvlan_common_newlink (drivers/net/macvlan.c). */
function newStackedLink(k: Kernel, { net, lower: name }: NewLink, dev: NetDevice): number {
  if (name === null) return -EINVAL;
  const lower = deviceByName(k, net, name);
  if (lower === null) return -ENODEV;
  if (lower === net.loopback) return -EINVAL;
  const rc = registerNetdevice(k, dev);
  if (rc === 0) stackOn(dev, lower);
  return rc;
}

/** veth_newlink (drivers/net/veth.c): the peer is made and registered first. */
function vethNewlink(k: Kernel, { net, peer: wanted }: NewLink, dev: NetDevice): number {
  const template = { name: wanted?.name ?? 'veth%d', net: wanted?.net ?? net, ops: LINK_OPS.veth };
  const peer = allocNetdev(k, template);
  if (peer === null) return -ENOMEM;
  const peerRc = registerNetdevice(k, peer);
  if (peerRc < 0) {
    freeNetdev(k, peer);
    return peerRc;
  }
  const rc = registerNetdevice(k, dev);
  if (rc < 0) {
    unregisterNetdeviceMany(k, [peer]);
    return rc;
  }
  dev.peer = peer;
  peer.peer = dev;
  return 0;
}
