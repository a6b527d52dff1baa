import { listedDevices } from './device-lookup.ts';
import type { Kernel, Module, NetDevice, NetNamespace } from './kernel.ts';
import type { LinkOps } from './link-ops.ts';
import { LINK_OPS } from './links.ts';
import { registerPernet, unregisterPernet } from './pernet.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { LinkKind, ModuleName } from './plan.ts';
import { rtnlLock, rtnlUnlock } from './rtnl.ts';
import type { Run } from './run.ts';
import { tunnelOps } from './tunnels.ts';
import { unregisterNetdeviceMany } from './unregister.ts';
import { inRange, type KernelVersion } from './versions.ts';

/**
 * Loads a module that is not loaded: registers its pernet operations in order. A failure undoes
 * the ones before in reverse, and the module is not loaded. Waits for whoever loads or unloads it
 * just now (kernel/module/main.c: add_unformed_module).
 */
export function* loadModule(k: Kernel, name: ModuleName): Run<number> {
  while (isBusy(k, name)) yield { ready: () => !isBusy(k, name) };
  if (k.modules.has(name)) return 0;
  const module: Module = { state: 'coming', ops: [] };
  k.modules.set(name, module);
  for (const ops of opsOf(k.plan.kernel, name)) {
    const rc = yield* registerPernet(k, ops);
    if (rc < 0) {
      for (const before of module.ops.toReversed()) yield* unregisterPernet(k, before);
      k.modules.delete(name);
      return rc;
    }
    module.ops.push(ops);
  }
  module.state = 'live';
  return 0;
}

/** Unloads a live module: its links go first (rtnl_link_unregister), then its operations. */
export function* unloadModule(k: Kernel, name: ModuleName): Run<void> {
  const module = k.modules.get(name);
  if (module?.state !== 'live') return;
  module.state = 'going';
  if (name === 'bridge') yield* rtnlLinkUnregister(k, LINK_OPS.bridge);
  if (name === '8021q') yield* rtnlLinkUnregister(k, LINK_OPS.vlan);
  for (const ops of module.ops.toReversed()) yield* unregisterPernet(k, ops);
  k.modules.delete(name);
}

/** The module that a kind of link comes with, `null` for those that are always there. */
export function moduleOf(kind: LinkKind): ModuleName | null {
  if (kind === 'bridge') return 'bridge';
  return kind === 'vlan' ? '8021q' : null;
}

function isBusy(k: Kernel, name: ModuleName): boolean {
  const state = k.modules.get(name)?.state;
  return state === 'coming' || state === 'going';
}

function opsOf(version: KernelVersion, module: ModuleName): readonly PernetOps[] {
  switch (module) {
    case 'bridge':
      return [bridgeOps(version)];
    case '8021q':
      return [
        {
          name: 'vlan_net_ops',
          kind: 'subsys',
          hasId: true,
          init: { fn: 'vlan_init_net' },
          exit: { fn: 'vlan_exit_net' },
        },
      ];
    case 'sit':
      return [tunnelOps(version, 'sit', 'sit0')];
    case 'ipip':
      return [tunnelOps(version, 'ipip', 'tunl0')];
    case 'ip_gre':
      return [
        tunnelOps(version, 'ipgre', 'gre0'),
        tunnelOps(version, 'ipgre_tap', 'gretap0'),
        tunnelOps(version, 'erspan', 'erspan0'),
      ];
    case 'ip6_tunnel':
      return [tunnelOps(version, 'ip6_tnl', 'ip6tnl0')];
    case 'pktgen':
      return [
        {
          name: 'pg_net_ops',
          kind: 'subsys',
          hasId: true,
          init: { fn: 'pg_net_init' },
          exit: { fn: 'pg_net_exit' },
        },
      ];
    default:
      return module satisfies never;
  }
}

/**
 * br_net_ops (net/bridge/br.c): a subsys operation, so up to 6.1 its exit_batch comes when the
 * devices are gone already; from 6.12 on bridges leave before everything else.
 */
function bridgeOps(version: KernelVersion): PernetOps {
  const ops = { name: 'br_net_ops', kind: 'subsys' } as const;
  if (inRange(version, { since: '6.18' })) {
    return { ...ops, exitRtnl: { fn: 'br_net_exit_rtnl', run: queueBridges } };
  }
  if (inRange(version, { since: '6.12' })) {
    return { ...ops, exitBatchRtnl: { fn: 'br_net_exit_batch_rtnl', run: queueAllBridges } };
  }
  return { ...ops, exitBatch: { fn: 'br_net_exit_batch', run: brNetExitBatch } };
}

function* brNetExitBatch(k: Kernel, nets: readonly NetNamespace[]): Run<void> {
  const kill: NetDevice[] = [];
  yield* rtnlLock(k);
  queueAllBridges(k, nets, kill);
  unregisterNetdeviceMany(k, kill);
  yield* rtnlUnlock(k);
}

function queueAllBridges(k: Kernel, nets: readonly NetNamespace[], kill: NetDevice[]): void {
  for (const net of nets) queueBridges(k, net, kill);
}

function queueBridges(k: Kernel, net: NetNamespace, kill: NetDevice[]): void {
  queueLinks(k, net, LINK_OPS.bridge, kill);
}

/** rtnl_link_unregister (net/core/rtnetlink.c): the links of a kind go, one namespace at a time. */
function* rtnlLinkUnregister(k: Kernel, ops: LinkOps): Run<void> {
  yield* k.pernetOpsRwsem.downWrite();
  yield* rtnlLock(k);
  for (const net of k.netList) {
    const kill: NetDevice[] = [];
    queueLinks(k, net, ops, kill);
    unregisterNetdeviceMany(k, kill);
  }
  yield* rtnlUnlock(k);
  k.pernetOpsRwsem.upWrite();
}

function queueLinks(k: Kernel, net: NetNamespace, ops: LinkOps, kill: NetDevice[]): void {
  for (const dev of listedDevices(k, net)) {
    if (dev.ops === ops) dev.ops.dellink(k, dev, kill);
  }
}
