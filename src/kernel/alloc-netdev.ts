import { devId } from '../model/ids.ts';
import { whereabouts } from './device-lookup.ts';
import { bug, emit, type Kernel, type NetDevice, type NetNamespace } from './kernel.ts';
import type { LinkOps } from './link-ops.ts';
import { called } from './trace.ts';

/** What a device is made from. */
export interface DeviceTemplate {
  readonly name: string;
  readonly net: NetNamespace;
  /** The asked-for ifindex; 0 lets the kernel choose. */
  readonly ifindex?: number;
  readonly ops?: LinkOps;
  readonly immutable?: boolean;
}

const FIRST_POINTER = 0xffff_8880_0000_1000n;
const DEVICE_SIZE = 0x1000n;

/** alloc_netdev_mqs (net/core/dev.c): `null` when memory is short. */
export function allocNetdev(k: Kernel, template: DeviceTemplate): NetDevice | null {
  const { name } = template;
  return called(k, 'alloc_netdev_mqs', { name }, () => newDevice(k, template));
}

function newDevice(k: Kernel, template: DeviceTemplate): NetDevice | null {
  const { name, net, ifindex = 0, ops = null, immutable = false } = template;
  if (k.faults.at('alloc_netdev', name) < 0) return null;
  const pointer = FIRST_POINTER + BigInt(k.devices.size) * DEVICE_SIZE;
  const dev: NetDevice = {
    id: devId(`0x${pointer.toString(16)}`),
    ops,
    immutable,
    request: { name, ifindex, net },
    state: 'uninitialized',
    refs: 1,
    up: false,
    needsFree: true,
    altnames: new Set(),
    peer: null,
    uppers: new Set(),
    lower: null,
  };
  k.devices.set(dev.id, dev);
  emit(k, { type: 'netdev.allocated', dev: dev.id, name });
  return dev;
}

/**
 * free_netdev (net/core/dev.c): a device on its way out is only marked, netdev_run_todo frees it.
 */
export function freeNetdev(k: Kernel, dev: NetDevice): void {
  called(k, 'free_netdev', { dev }, () => release(k, dev));
}

function release(k: Kernel, dev: NetDevice): void {
  if (dev.state === 'unregistering') {
    dev.needsFree = true;
    return;
  }
  if (dev.state === 'registered') bug(k, 'kernel BUG at net/core/dev.c: free_netdev');
  const { name } = whereabouts(k, dev);
  dev.state = 'released';
  emit(k, { type: 'netdev.freed', dev: dev.id, name });
}
