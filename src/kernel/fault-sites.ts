import { EBUSY, EEXIST, EINTR, EINVAL, EIO, ENOMEM, EOPNOTSUPP } from './errno.ts';
import type { VersionRange } from './versions.ts';

/** A place where the kernel can fail on request. */
export interface FaultSiteFacts extends VersionRange {
  /** The function that sees the failure, and its file. */
  readonly source: string;
  /** The errors that can come back there, the usual one first; positive numbers. */
  readonly errors: readonly number[];
  /** What `of` of a fault selects by. */
  readonly of: 'ops' | 'device' | 'cpu' | null;
}

/** Every place that can fail, in the order a boot and then a device comes to them. */
export const FAULT_SITES = {
  /** Registering the net kobject namespace type or the class. */
  netdev_kobject_init: site('netdev_kobject_init, net/core/net-sysfs.c', [ENOMEM, EEXIST], null),
  flush_backlogs_alloc: {
    ...site('net_dev_init, net/core/dev.c', [ENOMEM], null),
    since: '6.18',
  },
  net_page_pool_create: {
    ...site('net_dev_init, net/core/dev.c', [ENOMEM], 'cpu'),
    since: '6.12',
  },
  skb_defer_nodes: { ...site('net_dev_init, net/core/dev.c', [ENOMEM], null), since: '6.18' },
  /** The backlog threads; net_dev_init does not look at the result. */
  backlog_threads: {
    ...site('net_dev_init, net/core/dev.c', [ENOMEM], null),
    since: '6.12',
  },
  cpuhp_setup_state: site('net_dev_init, net/core/dev.c', [EINVAL, ENOMEM], null),
  /** The id of an operation: ida_alloc_min in register_pernet_operations. */
  pernet_id: site('register_pernet_operations, net/core/net_namespace.c', [ENOMEM], 'ops'),
  /** Private data of an operation with an id. */
  ops_data: site('ops_init, net/core/net_namespace.c', [ENOMEM], 'ops'),
  /** The init function of an operation; those that make devices fail in what they call. */
  ops_init: site('ops_init, net/core/net_namespace.c', [ENOMEM], 'ops'),
  net_alloc: site('copy_net_ns, net/core/net_namespace.c', [ENOMEM], null),
  preinit_net: {
    ...site('copy_net_ns, net/core/net_namespace.c', [ENOMEM], null),
    since: '6.18',
  },
  alloc_netdev: site('alloc_netdev_mqs, net/core/dev.c', [ENOMEM], 'device'),
  /** A task killed while it waits for RTNL in register_netdev. */
  rtnl_lock_killable: site('register_netdev, net/core/dev.c', [EINTR], 'device'),
  ethtool_check_ops: site('register_netdevice, net/core/dev.c', [EINVAL], 'device'),
  name_alloc: site('dev_get_valid_name, net/core/dev.c', [ENOMEM], 'device'),
  name_node: site('register_netdevice, net/core/dev.c', [ENOMEM], 'device'),
  ndo_init: site('register_netdevice, net/core/dev.c', [ENOMEM, EIO], 'device'),
  vlan_features: site('register_netdevice, net/core/dev.c', [EINVAL], 'device'),
  pcpu_stats: {
    ...site('register_netdevice, net/core/dev.c', [ENOMEM, EINVAL, EOPNOTSUPP], 'device'),
    since: '6.1',
  },
  dev_index_reserve: {
    ...site('register_netdevice, net/core/dev.c', [ENOMEM, EBUSY], 'device'),
    since: '6.12',
  },
  notify_post_init: site('register_netdevice, net/core/dev.c', [ENOMEM, EINVAL], 'device'),
  netdev_register_kobject: site('register_netdevice, net/core/dev.c', [ENOMEM, EEXIST], 'device'),
  notify_register: site('register_netdevice, net/core/dev.c', [ENOMEM, EEXIST], 'device'),
  notify_changename: site('dev_change_name, net/core/dev.c', [ENOMEM, EINVAL], 'device'),
} as const satisfies Readonly<Record<string, FaultSiteFacts>>;

/** The name of a place that can fail. */
export type FaultSite = keyof typeof FAULT_SITES;

function site<const Of extends FaultSiteFacts['of']>(
  source: string,
  errors: readonly number[],
  of: Of,
): { readonly source: string; readonly errors: readonly number[]; readonly of: Of } {
  return { source, errors, of };
}
