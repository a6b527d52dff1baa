import { whereabouts } from './device-lookup.ts';
import { EINVAL } from './errno.ts';
import type { FaultSite } from './fault-sites.ts';
import { reserveIfindex } from './ifindex.ts';
import { bug, emit, type Kernel, type NetDevice, stateOf } from './kernel.ts';
import { validName } from './names.ts';
import { rtnlUnlock } from './rtnl.ts';
import type { Run } from './run.ts';
import { called, calling } from './trace.ts';
import { unregisterNetdeviceMany } from './unregister.ts';

/**
 * register_netdev (net/core/dev.c): register_netdevice under RTNL; `-EINTR` when the task is
 * killed while it waits for the lock.
 */
export function* registerNetdev(k: Kernel, dev: NetDevice): Run<number> {
  return yield* calling(k, 'register_netdev', { dev }, registerLocked(k, dev));
}

function* registerLocked(k: Kernel, dev: NetDevice): Run<number> {
  const interrupted = k.faults.at('rtnl_lock_killable', dev.request.name);
  if (interrupted < 0) return interrupted;
  const locked = yield* k.rtnl.lockKillable(k.scheduler.current);
  if (locked < 0) return locked;
  const rc = registerNetdevice(k, dev);
  yield* rtnlUnlock(k);
  return rc;
}

/**
 * register_netdevice (net/core/dev.c), RTNL held. Returns 0 or a negative errno, everything up to
 * the failing step undone; the caller then frees the device. During the boot phase: BUG.
 */
export function registerNetdevice(k: Kernel, dev: NetDevice): number {
  return called(k, 'register_netdevice', { dev }, () => register(k, dev));
}

function register(k: Kernel, dev: NetDevice): number {
  if (k.laws.bootPhaseChecked && !stateOf(k).boot.registrationOpen) {
    bug(k, 'kernel BUG at net/core/dev.c: register_netdevice: BUG_ON(dev_boot_phase)');
  }
  if (dev.state !== 'uninitialized') bug(k, 'kernel BUG at net/core/dev.c: register_netdevice');
  const rc = prepare(k, dev);
  if (rc < 0) return fail(k, dev, rc);
  dev.state = 'registered';
  dev.refs += 1;
  listNetdevice(k, dev);
  const refused = k.faults.at('notify_register', dev.request.name) || inetdevEvent(dev);
  if (refused === 0) return 0;
  dev.needsFree = false;
  unregisterNetdeviceMany(k, [dev]);
  return fail(k, dev, refused);
}

/**
 * inetdev_event (net/ipv4/devinet.c) on NETDEV_REGISTER: a device may not be called as the
 * directories all and default of /proc/sys/net/ipv4/conf are.
 */
function inetdevEvent({ request }: NetDevice): number {
  return request.name === 'all' || request.name === 'default' ? -EINVAL : 0;
}

/** Everything register_netdevice does before the device can be seen. */
function prepare(k: Kernel, dev: NetDevice): number {
  const { request } = dev;
  const before = failingAt(k, dev, ['ethtool_check_ops']);
  if (before < 0) return before;
  const name = validName(k, request.net, request.name);
  if (typeof name === 'number') return name;
  request.name = name;
  const early = failingAt(k, dev, ['name_node', 'ndo_init', 'vlan_features', 'pcpu_stats']);
  if (early < 0) return early;
  const rc = reserveIfindex(k, dev);
  if (rc < 0) return rc;
  const notified = failingAt(k, dev, ['notify_post_init']);
  if (notified < 0) return notified;
  const kobject = failingAt(k, dev, ['netdev_register_kobject']);
  if (kobject < 0) dev.state = 'unregistered';
  return kobject;
}

function failingAt(k: Kernel, dev: NetDevice, sites: readonly FaultSite[]): number {
  for (const site of sites) {
    const rc = k.faults.at(site, dev.request.name);
    if (rc < 0) return rc;
  }
  return 0;
}

/** list_netdevice (net/core/dev.c): to the tail of the namespace's list, for all to see. */
function listNetdevice(k: Kernel, dev: NetDevice): void {
  const { name, ifindex, net } = dev.request;
  called(k, 'list_netdevice', { dev }, () => {
    emit(k, { type: 'netdev.registered', dev: dev.id, net: net.id, name, ifindex });
  });
}

function fail(k: Kernel, dev: NetDevice, rc: number): number {
  const { name, net } = whereabouts(k, dev);
  emit(k, { type: 'netdev.failed', dev: dev.id, net: net.id, name, rc });
  return rc;
}
