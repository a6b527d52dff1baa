import { type DevId, INIT_NET, type NetId } from '../model/ids.ts';

/** A namespace as messages name it: `init_net`, `net 4026532193`. */
export function netWords(net: NetId | null): string {
  if (net === null) return 'a namespace';
  return net === INIT_NET ? 'init_net' : `net ${net}`;
}

/** A device as messages name it: `d0 (ifindex 4)`; its id where the log shows no name. */
export function deviceWords(device: {
  readonly dev: DevId | null;
  readonly name: string | null;
  readonly ifindex: number | null;
}): string {
  const name = device.name ?? device.dev ?? 'a device';
  return device.ifindex === null ? name : `${name} (ifindex ${device.ifindex})`;
}

/** The verb of a sentence that a list is the subject of. */
export function wasOrWere(items: readonly unknown[]): 'was' | 'were' {
  return items.length === 1 ? 'was' : 'were';
}

/** A list in a sentence, cut short where it is long: `d0, d1 and 3 more`. */
export function listWords(items: readonly string[]): string {
  const named = items.slice(0, 4);
  const more = items.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${more} more`;
  const last = named.pop();
  return named.length === 0 ? (last ?? 'none') : `${named.join(', ')} and ${last}`;
}
