import { whereabouts } from './device-lookup.ts';
import { EBUSY, EEXIST } from './errno.ts';
import { emit, type Kernel, type NetDevice } from './kernel.ts';
import { nameInUse, validName } from './names.ts';
import { called } from './trace.ts';
import { inRange } from './versions.ts';

/**
 * dev_change_name (net/core/dev.c): list position and ifindex stay. A device that is up cannot be
 * renamed on 5.17 and 6.1 (`-EBUSY`); a notifier that objects gets the old name back, before
 * anybody else can see the new one.
 */
export function devChangeName(k: Kernel, dev: NetDevice, wanted: string): number {
  return called(k, 'dev_change_name', { dev, name: wanted }, () => rename(k, dev, wanted));
}

function rename(k: Kernel, dev: NetDevice, wanted: string): number {
  const { name, net } = whereabouts(k, dev);
  if (dev.up && inRange(k.plan.kernel, { until: '6.1' })) return -EBUSY;
  if (wanted === name) return 0;
  const to = validName(k, net, wanted);
  if (typeof to === 'number') return to;
  const refused = k.faults.at('notify_changename', name);
  if (refused < 0) return refused;
  emit(k, { type: 'netdev.renamed', dev: dev.id, from: name, to });
  return 0;
}

/** netdev_name_node_alt_create (net/core/dev.c): one more name, which is no identity. */
export function addAltname(k: Kernel, dev: NetDevice, altname: string): number {
  const { net } = whereabouts(k, dev);
  if (nameInUse(k, net, altname)) return -EEXIST;
  dev.altnames.add(altname);
  return 0;
}
