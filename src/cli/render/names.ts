import { INIT_NET, type NetId } from '../../model/ids.ts';

/** A namespace as a reader knows it. */
export function netName(net: NetId | null): string {
  if (net === null) return 'a namespace not named here';
  return net === INIT_NET ? 'init_net' : net;
}

/** A device as a reader knows it: `eth0 #2`, the number being its ifindex. */
export function deviceName(name: string | null, ifindex: number | null): string {
  const number = ifindex === null ? '' : ` #${ifindex}`;
  return `${name ?? 'a device'}${number}`;
}

/** Pernet operations as a reader knows them. */
export function opsName(ops: string | null): string {
  return ops ?? '(unnamed)';
}

/** A result of a kernel function: `0`, `-12 (ENOMEM)`. */
export function resultName(rc: number | null): string {
  if (rc === null) return 'an unknown result';
  const name = ERRORS[-rc];
  return name === undefined ? String(rc) : `${rc} (${name})`;
}

/** The errors that net_dev_init, pernet operations and device registration return. */
const ERRORS: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  4: 'EINTR',
  5: 'EIO',
  11: 'EAGAIN',
  12: 'ENOMEM',
  16: 'EBUSY',
  17: 'EEXIST',
  19: 'ENODEV',
  22: 'EINVAL',
  23: 'ENFILE',
  28: 'ENOSPC',
  38: 'ENOSYS',
  95: 'EOPNOTSUPP',
};
