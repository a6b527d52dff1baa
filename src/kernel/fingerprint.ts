import { listedDevices, whereabouts } from './device-lookup.ts';
import { type Kernel, type NetDevice, type NetNamespace, stateOf } from './kernel.ts';

/**
 * Everything that can matter to what the machine does next, as one string: two machines with the
 * same fingerprint go on alike, but for ids, sequence numbers and times.
 */
export function fingerprint(k: Kernel): string {
  const { boot, pernet, trouble } = stateOf(k);
  const labels = new Map([...k.user.nets].map(([label, net]) => [net, label]));
  return JSON.stringify({
    boot: [boot.rc, boot.registrationOpen, boot.ptypes.length],
    pernet,
    dead: [trouble.panic, trouble.bugs],
    nets: k.netList.map((net) => netPrint(k, net, labels)),
    modules: [...k.modules].map(([name, { state }]) => [name, state]),
    limit: k.ucount.limit - k.ucount.used,
    dying: k.cleanupList.length,
    softirqs: [...k.softirqsSeen],
  });
}

function netPrint(k: Kernel, net: NetNamespace, labels: ReadonlyMap<NetNamespace, string>) {
  return {
    label: labels.get(net) ?? null,
    count: net.count,
    lastIfindex: net.lastIfindex,
    devices: listedDevices(k, net).map((dev) => devicePrint(k, dev)),
  };
}

function devicePrint(k: Kernel, dev: NetDevice) {
  const { name, ifindex } = whereabouts(k, dev);
  return {
    name,
    ifindex,
    kind: dev.ops?.kind ?? null,
    up: dev.up,
    refs: dev.refs,
    altnames: [...dev.altnames],
    peer: dev.peer === null ? null : placeOf(k, dev.peer),
    lower: dev.lower === null ? null : placeOf(k, dev.lower),
  };
}

/** A device as its namespace's place in the list and its ifindex. */
function placeOf(k: Kernel, dev: NetDevice): readonly [number, number] {
  const { net, ifindex } = whereabouts(k, dev);
  return [k.netList.indexOf(net), ifindex];
}
