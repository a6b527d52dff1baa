/**
 * Operations go by their variable name where the log has it, else by the function it shows. Those
 * that promises speak of, by that function: net/core/net_namespace.c, fs/proc/proc_net.c,
 * net/core/net-procfs.c, net/core/dev_addr_lists.c (dev_mc), net/core/dev.c, loopback.c.
 */
const VARIABLE_OF: ReadonlyMap<string, string> = new Map([
  ['net_ns_net_init', 'net_ns_ops'],
  ['proc_net_ns_init', 'proc_net_ns_ops'],
  ['sock_inuse_init_net', 'net_inuse_ops'],
  ['netlink_net_init', 'netlink_net_ops'],
  ['rtnetlink_net_init', 'rtnetlink_net_ops'],
  ['genl_pernet_init', 'genl_pernet_ops'],
  ['proto_init_net', 'proto_net_ops'],
  ['dev_proc_net_init', 'dev_proc_ops'],
  ['dev_mc_net_init', 'dev_mc_net_ops'],
  ['netdev_init', 'netdev_net_ops'],
  ['netdev_exit', 'netdev_net_ops'],
  ['loopback_net_init', 'loopback_net_ops'],
  ['default_device_exit_batch', 'default_device_ops'],
]);

/** Registered by built-in code of every kernel and never unregistered. */
const PERMANENT: ReadonlySet<string> = new Set(VARIABLE_OF.values());

/** The variable name of operations that the log names by one of their functions. */
export function canonicalOps(ops: string): string {
  return VARIABLE_OF.get(ops) ?? ops;
}

/** Says whether operations stay on `pernet_list` for ever: no module can take them away. */
export function isPermanent(ops: string): boolean {
  return PERMANENT.has(ops);
}

/**
 * The order in which every kernel registers some that are built in: netlink_proto_init comes levels
 * before net_dev_init, whose steps are straight-line code.
 */
const BOOT_ORDER: readonly string[] = [
  'netlink_net_ops',
  'dev_proc_ops',
  'dev_mc_net_ops',
  'netdev_net_ops',
];

/** The place among {@link BOOT_ORDER}, where a log need not show the boot; -1 for all others. */
export function bootPlace(ops: string): number {
  return BOOT_ORDER.indexOf(ops);
}

export const LOOPBACK_OPS = 'loopback_net_ops';
export const DEFAULT_DEVICE_OPS = 'default_device_ops';
export const NETDEV_OPS = 'netdev_net_ops';
export const NET_NS_OPS = 'net_ns_ops';
