import type { NetId } from './ids.ts';
import type { DeviceState, KernelState } from './state.ts';

/** The devices of a namespace in list order (`dev_base_head`); none for an unknown one. */
export function devicesOf(state: KernelState, net: NetId): readonly DeviceState[] {
  const devices: DeviceState[] = [];
  for (const dev of state.nets.get(net)?.devices ?? []) {
    const device = state.devices.get(dev);
    if (device !== undefined) devices.push(device);
  }
  return devices;
}
