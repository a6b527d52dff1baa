import { whereabouts } from './device-lookup.ts';
import { bug, emit, type Kernel, type NetDevice, warn } from './kernel.ts';
import { called } from './trace.ts';

/** One step of unregister_netdevice_many, over the whole kill list before the next one begins. */
export type UnregisterStep = (k: Kernel, kill: readonly NetDevice[]) => void;

/** The steps of unregister_netdevice_many (net/core/dev.c), in order. */
export const UNREGISTER_STEPS: readonly UnregisterStep[] = [
  devCloseMany,
  unlistAll,
  notifyUnregister,
  netSetTodo,
];

/**
 * unregister_netdevice_queue (net/core/dev.c): to the tail of the kill list; a device queued
 * before is moved there.
 */
export function unregisterNetdeviceQueue(dev: NetDevice, kill: NetDevice[]): void {
  const before = kill.indexOf(dev);
  if (before !== -1) kill.splice(before, 1);
  kill.push(dev);
}

/**
 * unregister_netdevice_many (net/core/dev.c), RTNL held: the devices leave their lists together
 * and wait on the todo list for rtnl_unlock to free them. A device that never was registered is
 * dropped with a WARN.
 */
export function unregisterNetdeviceMany(k: Kernel, kill: readonly NetDevice[]): void {
  called(k, 'unregister_netdevice_many', {}, () => unregisterMany(k, kill));
}

function unregisterMany(k: Kernel, kill: readonly NetDevice[]): void {
  const registered = kill.filter((dev) => isRegistered(k, dev));
  if (registered.length === 0) return;
  for (const step of k.laws.unregisterSteps) step(k, registered);
}

function isRegistered(k: Kernel, dev: NetDevice): boolean {
  if (dev.state === 'registered') return true;
  const { name } = whereabouts(k, dev);
  if (dev.state !== 'uninitialized') {
    bug(k, `kernel BUG at net/core/dev.c: unregister_netdevice_many: ${name} is ${dev.state}`);
  }
  warn(k, `unregister_netdevice: device ${name} never was registered`);
  return false;
}

/** dev_close_many: what is up goes down before anything is unlisted. */
function devCloseMany(_k: Kernel, kill: readonly NetDevice[]): void {
  for (const dev of kill) dev.up = false;
}

/** unlist_netdevice for each. */
function unlistAll(k: Kernel, kill: readonly NetDevice[]): void {
  for (const dev of kill) {
    const { name, ifindex, net } = whereabouts(k, dev);
    dev.state = 'unregistering';
    net.unregistering += 1;
    called(k, 'unlist_netdevice', { dev }, () => {
      emit(k, { type: 'netdev.unregistered', dev: dev.id, net: net.id, name, ifindex });
    });
  }
}

/**
 * NETDEV_UNREGISTER for each: vlan_device_event and macvlan_device_event remove the links that
 * stand on a dying one, in a kill list of their own.
 */
function notifyUnregister(k: Kernel, kill: readonly NetDevice[]): void {
  for (const dev of kill) {
    const above: NetDevice[] = [];
    for (const upper of dev.uppers) upper.ops?.dellink(k, upper, above);
    unregisterNetdeviceMany(k, above);
    dev.altnames.clear();
  }
}

/** net_set_todo for each: the reference of the registration goes, rtnl_unlock does the rest. */
function netSetTodo(k: Kernel, kill: readonly NetDevice[]): void {
  for (const dev of kill) {
    dev.refs -= 1;
    k.todo.push(dev);
  }
}
