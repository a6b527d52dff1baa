import { INIT_NET } from '../model/ids.ts';
import { allocNetdev, freeNetdev } from './alloc-netdev.ts';
import { listedDevices } from './device-lookup.ts';
import { ENOMEM } from './errno.ts';
import type { Kernel, NetDevice, NetNamespace } from './kernel.ts';
import type { LinkOps } from './link-ops.ts';
import type { PernetOps } from './pernet-ops.ts';
import { registerNetdev } from './register-netdevice.ts';
import { rtnlLock, rtnlUnlock } from './rtnl.ts';
import type { Run } from './run.ts';
import { unregisterNetdeviceMany, unregisterNetdeviceQueue } from './unregister.ts';
import { inRange, type KernelVersion } from './versions.ts';

/**
 * The device operation of a tunnel driver such as sit (net/ipv6/sit.c): a fallback device in
 * every namespace. It leaves by `exit_batch` up to 6.1, by `exit_batch_rtnl` on 6.12 and by
 * `exit_rtnl` on 6.18.
 */
export function tunnelOps(version: KernelVersion, module: string, fallback: string): PernetOps {
  const link: LinkOps = { kind: 'tunnel', dellink: keepFallback, refund: false };
  const ops = {
    name: `${module}_net_ops`,
    kind: 'device',
    hasId: true,
    init: { fn: `${module}_init_net`, run: (k, net) => makeFallback(k, net, fallback, link) },
  } as const satisfies PernetOps;
  const kill = (k: Kernel, net: NetNamespace, list: NetDevice[]): void => {
    for (const dev of listedDevices(k, net)) {
      if (dev.ops === link) unregisterNetdeviceQueue(dev, list);
    }
  };
  const killAll = (k: Kernel, nets: readonly NetNamespace[], list: NetDevice[]): void => {
    for (const net of nets) kill(k, net, list);
  };
  if (inRange(version, { since: '6.18' })) {
    return { ...ops, exitRtnl: { fn: `${module}_exit_rtnl_net`, run: kill } };
  }
  if (inRange(version, { since: '6.12' })) {
    return { ...ops, exitBatchRtnl: { fn: `${module}_exit_batch_rtnl`, run: killAll } };
  }
  return {
    ...ops,
    exitBatch: { fn: `${module}_exit_batch_net`, run: (k, nets) => exitBatch(k, nets, killAll) },
  };
}

/** ipip6_dellink (net/ipv6/sit.c): a user cannot delete the fallback device. */
function keepFallback(): void {}

/** sit_init_net (net/ipv6/sit.c), unless sysctl fb_tunnels_only_for_init_net forbids it. */
function* makeFallback(k: Kernel, net: NetNamespace, name: string, ops: LinkOps): Run<number> {
  if (k.plan.config.fallbackTunnels === 'init_net' && net.id !== INIT_NET) return 0;
  const dev = allocNetdev(k, { name, net, ops, immutable: true });
  if (dev === null) return -ENOMEM;
  const rc = yield* registerNetdev(k, dev);
  if (rc < 0) freeNetdev(k, dev);
  return rc;
}

/** sit_exit_batch_net (net/ipv6/sit.c). */
function* exitBatch(
  k: Kernel,
  nets: readonly NetNamespace[],
  killAll: (k: Kernel, nets: readonly NetNamespace[], list: NetDevice[]) => void,
): Run<void> {
  const kill: NetDevice[] = [];
  yield* rtnlLock(k);
  killAll(k, nets, kill);
  unregisterNetdeviceMany(k, kill);
  yield* rtnlUnlock(k);
}
