import { INIT_NET } from '../model/ids.ts';
import { listedDevices, whereabouts } from './device-lookup.ts';
import { bug, type Kernel, type NetDevice, type NetNamespace } from './kernel.ts';
import { devChangeNetNamespace } from './move.ts';
import { nameInUse } from './names.ts';
import type { PernetOps } from './pernet-ops.ts';
import { rtnlLock, rtnlUnlock } from './rtnl.ts';
import type { Run } from './run.ts';
import { unregisterNetdeviceMany, unregisterNetdeviceQueue } from './unregister.ts';
import { inRange, type KernelVersion } from './versions.ts';

/**
 * default_device_ops (net/core/dev.c): whatever devices a namespace still has when it goes. No
 * init and no id, so registering it initialises nothing.
 */
export function defaultDeviceOps(version: KernelVersion): PernetOps {
  const ops = { name: 'default_device_ops', kind: 'device' } as const;
  if (inRange(version, { since: '6.1' })) {
    return { ...ops, exitBatch: { fn: 'default_device_exit_batch', run: exitBatch } };
  }
  return {
    ...ops,
    exit: { fn: 'default_device_exit', run: exitNetLocked },
    exitBatch: { fn: 'default_device_exit_batch', run: waitAndExitBatch },
  };
}

/** default_device_exit_batch of 6.1 and later: both halves under one RTNL hold. */
function* exitBatch(k: Kernel, nets: readonly NetNamespace[]): Run<void> {
  yield* rtnlLock(k);
  for (const net of nets) moveToInitNet(k, net);
  unregisterAll(k, nets);
  yield* rtnlUnlock(k);
}

/** default_device_exit of 5.17. */
function* exitNetLocked(k: Kernel, net: NetNamespace): Run<void> {
  yield* rtnlLock(k);
  moveToInitNet(k, net);
  yield* rtnlUnlock(k);
}

/** default_device_exit_batch of 5.17: first waits for devices that are leaving already. */
function* waitAndExitBatch(k: Kernel, nets: readonly NetNamespace[]): Run<void> {
  const leaving = (): boolean => nets.some((net) => net.unregistering > 0);
  yield* rtnlLock(k);
  while (leaving()) {
    yield* rtnlUnlock(k);
    yield { ready: () => !leaving() };
    yield* rtnlLock(k);
  }
  unregisterAll(k, nets);
  yield* rtnlUnlock(k);
}

/**
 * default_device_exit_net (net/core/dev.c): devices that can live on, such as network cards, go
 * back to init_net, under another name if theirs is taken there.
 */
function moveToInitNet(k: Kernel, net: NetNamespace): void {
  const initNet = k.nets.get(INIT_NET);
  if (initNet === undefined) return;
  for (const dev of listedDevices(k, net)) {
    if (dev.immutable || (dev.ops !== null && !dev.ops.refund)) continue;
    const fallback = `dev${whereabouts(k, dev).ifindex}`;
    const pattern = nameInUse(k, initNet, fallback) ? 'dev%d' : fallback;
    const rc = devChangeNetNamespace(k, dev, initNet, { pattern });
    if (rc < 0) bug(k, `kernel BUG at net/core/dev.c: failed to move to init_net: ${rc}`);
  }
}

/** Each namespace's devices from the last listed to lo, all of them in one kill list. */
function unregisterAll(k: Kernel, nets: readonly NetNamespace[]): void {
  const kill: NetDevice[] = [];
  for (const net of nets) {
    for (const dev of k.laws.teardownOrder(listedDevices(k, net))) {
      if (dev.ops === null) unregisterNetdeviceQueue(dev, kill);
      else dev.ops.dellink(k, dev, kill);
    }
  }
  unregisterNetdeviceMany(k, kill);
}
