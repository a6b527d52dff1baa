import { deviceByIndex } from './device-lookup.ts';
import { EBUSY } from './errno.ts';
import type { Kernel, NetDevice, NetNamespace } from './kernel.ts';

const INT_MAX = 2_147_483_647;

/**
 * dev_new_index (net/core/dev.c): the first ifindex above `last` that is not taken, 1 after
 * INT_MAX. The xarray of 6.12 and later (dev_index_reserve) gives the same sequence.
 */
export function nextIfindex(last: number, taken: (ifindex: number) => boolean): number {
  let ifindex = last;
  do {
    ifindex = ifindex >= INT_MAX ? 1 : ifindex + 1;
  } while (taken(ifindex));
  return ifindex;
}

/** Gives an automatic ifindex and remembers it; asked-for ones never move this counter. */
export function newIfindex(k: Kernel, net: NetNamespace): number {
  const taken = (ifindex: number): boolean => deviceByIndex(k, net, ifindex) !== null;
  net.lastIfindex = k.laws.nextIfindex(net.lastIfindex, taken);
  return net.lastIfindex;
}

/**
 * dev_index_reserve (net/core/dev.c): fixes the ifindex of a device that is being registered.
 * Returns 0, `-EBUSY` when the asked-for one is in use, or the injected error.
 */
export function reserveIfindex(k: Kernel, dev: NetDevice): number {
  const { request } = dev;
  const failed = k.faults.at('dev_index_reserve', request.name);
  if (failed < 0) return failed;
  if (request.ifindex === 0) {
    request.ifindex = newIfindex(k, request.net);
  } else if (deviceByIndex(k, request.net, request.ifindex) !== null) {
    return -EBUSY;
  }
  return 0;
}
