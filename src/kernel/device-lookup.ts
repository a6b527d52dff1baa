import { devicesOf } from '../model/selectors.ts';
import type { DeviceState } from '../model/state.ts';
import { type Kernel, type NetDevice, type NetNamespace, stateOf } from './kernel.ts';

/** Where a device is and what it is called. */
export interface Whereabouts {
  readonly name: string;
  readonly ifindex: number;
  readonly net: NetNamespace;
}

/** for_each_netdev (include/linux/netdevice.h): the listed devices of a namespace, in order. */
export function listedDevices(k: Kernel, net: NetNamespace): readonly NetDevice[] {
  return devicesOf(stateOf(k), net.id).map((state) => privateOf(k, state));
}

/** __dev_get_by_index (net/core/dev.c), `null` where there is none. */
export function deviceByIndex(k: Kernel, net: NetNamespace, ifindex: number): NetDevice | null {
  const found = devicesOf(stateOf(k), net.id).find((state) => state.ifindex === ifindex);
  return found === undefined ? null : privateOf(k, found);
}

/** __dev_get_by_name (net/core/dev.c): by name or altname, `null` where there is none. */
export function deviceByName(k: Kernel, net: NetNamespace, name: string): NetDevice | null {
  const states = devicesOf(stateOf(k), net.id);
  const found = states.find(
    (state) => state.name === name || k.devices.get(state.dev)?.altnames.has(name) === true,
  );
  return found === undefined ? null : privateOf(k, found);
}

/** What the fold says about a device, or what it asks for while it is not listed yet. */
export function whereabouts(k: Kernel, dev: NetDevice): Whereabouts {
  const state = stateOf(k).devices.get(dev.id);
  const net = state?.net == null ? undefined : k.nets.get(state.net);
  if (state?.name == null || state.ifindex === null || net === undefined) return dev.request;
  return { name: state.name, ifindex: state.ifindex, net };
}

/** Every device the fold lists was made by alloc_netdev_mqs of this kernel. */
function privateOf(k: Kernel, { dev }: DeviceState): NetDevice {
  const device = k.devices.get(dev);
  if (device === undefined) throw new Error(`expected a known device, got ${dev}`);
  return device;
}
