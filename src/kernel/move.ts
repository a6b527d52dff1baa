import { deviceByIndex, whereabouts } from './device-lookup.ts';
import { EBUSY, EEXIST, EINVAL } from './errno.ts';
import { newIfindex } from './ifindex.ts';
import { emit, type Kernel, type NetDevice, type NetNamespace } from './kernel.ts';
import { nameInUse, validName } from './names.ts';
import { called } from './trace.ts';
import { inRange } from './versions.ts';

/** How a device wants to appear in its new namespace. */
export interface MoveWishes {
  /** The name to take if its own is taken there; without one that is an error. */
  readonly pattern?: string;
  /** The asked-for ifindex; 0 keeps the one it has, if free there. */
  readonly ifindex?: number;
}

/**
 * __dev_change_net_namespace (net/core/dev.c), RTNL held: out of one list, to the tail of the
 * other; state and references stay. Returns 0, `-EINVAL`, `-EEXIST` or `-EBUSY`, nothing changed.
 */
export function devChangeNetNamespace(
  k: Kernel,
  dev: NetDevice,
  to: NetNamespace,
  wishes: MoveWishes,
): number {
  return called(k, '__dev_change_net_namespace', { dev, to }, () => move(k, dev, to, wishes));
}

function move(
  k: Kernel,
  dev: NetDevice,
  to: NetNamespace,
  { pattern, ifindex: asked = 0 }: MoveWishes,
): number {
  const { name: oldName, ifindex: oldIndex, net: from } = whereabouts(k, dev);
  if (dev.immutable || dev.state !== 'registered') return -EINVAL;
  if (from === to) return 0;
  const name = nameThere(k, to, oldName, pattern);
  if (typeof name === 'number') return name;
  const checked = inRange(k.plan.kernel, { since: '6.1' });
  if (checked && [...dev.altnames].some((altname) => nameInUse(k, to, altname))) return -EEXIST;
  if (asked !== 0 && deviceByIndex(k, to, asked) !== null) return -EBUSY;
  const ifindex = asked !== 0 ? asked : indexThere(k, to, oldIndex);
  dev.up = false;
  called(k, 'unlist_netdevice', { dev }, () => null);
  const places = { from: from.id, to: to.id, fromIfindex: oldIndex, ifindex };
  emit(k, { type: 'netdev.moved', dev: dev.id, name, ...places });
  called(k, 'list_netdevice', { dev }, () => null);
  return 0;
}

function nameThere(
  k: Kernel,
  to: NetNamespace,
  name: string,
  pattern: string | undefined,
): string | number {
  if (!nameInUse(k, to, name)) return name;
  return pattern === undefined ? -EEXIST : validName(k, to, pattern);
}

function indexThere(k: Kernel, to: NetNamespace, ifindex: number): number {
  return deviceByIndex(k, to, ifindex) === null ? ifindex : newIfindex(k, to);
}
