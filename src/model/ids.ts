declare const brand: unique symbol;

/**
 * A network namespace, stable within one recording: its inode number where the log has it
 * (`"4026532193"`), else a synthetic id (`"net1"`). Inode numbers are recycled by the kernel; the
 * second namespace to carry one is `"4026532193~2"`.
 */
export type NetId = string & { readonly [brand]: 'NetId' };

/**
 * A network device, stable within one recording and across moves and renames: its `net_device`
 * pointer where the log has it (`"0xffff8a8f0348c000"`), else `net:ifindex` as of its first
 * appearance. A recycled pointer gets a `~2`, as namespaces do.
 */
export type DevId = string & { readonly [brand]: 'DevId' };

/** Names a string as a namespace id. */
export function netId(id: string): NetId {
  return id as NetId; // The one place where a NetId is made.
}

/** Names a string as a device id. */
export function devId(id: string): DevId {
  return id as DevId; // The one place where a DevId is made.
}

/**
 * The id of init_net, the first namespace of every boot, in every recording: its inode number on
 * all kernels up to 6.x. Newer ones give it a number of its own (see the interpreter's Nets).
 */
export const INIT_NET = netId('4026531840');

/** The ifindex of every loopback device: LOOPBACK_IFINDEX of include/net/flow.h. */
export const LOOPBACK_IFINDEX = 1;
