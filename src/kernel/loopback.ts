import { INIT_NET, LOOPBACK_IFINDEX } from '../model/ids.ts';
import { allocNetdev, freeNetdev } from './alloc-netdev.ts';
import { whereabouts } from './device-lookup.ts';
import { ENOMEM } from './errno.ts';
import { bug, type Kernel, type NetDevice, type NetNamespace, panic } from './kernel.ts';
import type { PernetOps } from './pernet-ops.ts';
import { registerNetdev } from './register-netdevice.ts';
import type { Run } from './run.ts';

/** The first device operation, for ever: it makes lo and has no exit callback. */
export const loopbackNetOps: PernetOps = {
  name: 'loopback_net_ops',
  kind: 'device',
  init: { fn: 'loopback_net_init', run: (k, net) => k.laws.loopbackNetInit(k, net) },
};

/**
 * loopback_net_init (drivers/net/loopback.c): makes lo of `net`. A failure is the namespace's
 * failure, and a panic for init_net; an ifindex other than 1 is a BUG.
 */
export function* loopbackNetInit(k: Kernel, net: NetNamespace): Run<number> {
  const dev = allocNetdev(k, { name: 'lo', net, immutable: k.laws.loopbackImmutable });
  const rc = dev === null ? -ENOMEM : yield* registerLoopback(k, net, dev);
  if (rc < 0 && net.id === INIT_NET) {
    panic(k, `loopback: Failed to register netdevice: ${rc}`);
  }
  return rc;
}

function* registerLoopback(k: Kernel, net: NetNamespace, dev: NetDevice): Run<number> {
  const rc = yield* registerNetdev(k, dev);
  if (rc < 0) {
    freeNetdev(k, dev);
    return rc;
  }
  const { ifindex } = whereabouts(k, dev);
  if (k.laws.loopbackIndexChecked && ifindex !== LOOPBACK_IFINDEX) {
    bug(k, 'kernel BUG at drivers/net/loopback.c: BUG_ON(dev->ifindex != LOOPBACK_IFINDEX)');
  }
  net.loopback = dev;
  return 0;
}

/**
 * blackhole_netdev_init (drivers/net/loopback.c), a device_initcall: the device that takes over
 * references of dead ones. It is never registered and in no list.
 */
export function* blackholeNetdevInit(k: Kernel): Run<number> {
  yield;
  const net = k.nets.get(INIT_NET);
  if (net === undefined) return -ENOMEM;
  return allocNetdev(k, { name: 'blackhole_dev', net }) === null ? -ENOMEM : 0;
}
