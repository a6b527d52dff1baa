/**
 * How far inside the kernel's call tree a function stands. In a log that shows neither callers nor
 * returns, entering a function proves that whatever stands as deep or deeper is over.
 */
const LEVELS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    net_dev_init: -1,
    net_ns_init: -1,
    dev_proc_init: 0,
    netdev_kobject_init: 0,
    register_pernet_subsys: 0,
    register_pernet_device: 0,
    unregister_pernet_subsys: 0,
    unregister_pernet_device: 0,
    copy_net_ns: 0,
    cleanup_net: 0,
    setup_net: 1,
    register_pernet_operations: 1,
    unregister_pernet_operations: 1,
    ops_init: 2,
    ops_exit_list: 2,
    ops_undo_list: 2,
    default_device_exit_batch: 3,
    loopback_net_init: 3,
    __dev_change_net_namespace: 4,
    dev_change_name: 5,
    netif_change_name: 6,
    register_netdevice: 5,
    alloc_netdev_mqs: 6,
    unregister_netdevice_many: 6,
    unregister_netdevice_many_notify: 7,
    netdev_run_todo: 7,
  }),
);

/** Initcalls contain everything. */
export const INITCALL_LEVEL = -1;
/** Leaves contain nothing. */
const LEAF_LEVEL = 9;

/** The functions that are no leaves. */
export function knownParents(): Iterable<string> {
  return LEVELS.keys();
}

/** How far inside the call tree a function stands: the more, the deeper. */
export function levelOf(fn: string): number {
  return LEVELS.get(fn) ?? LEAF_LEVEL;
}

/**
 * Functions that may run inside one another. The others never do: a second entry proves that the
 * first is over, though its return is missing (kretprobes miss silently when they run out).
 */
const MAY_NEST: ReadonlySet<string> = new Set([
  'register_netdevice',
  'unregister_netdevice_many',
  'unregister_netdevice_many_notify',
  'netdev_run_todo',
]);

/** Whether a second entry into a function says nothing of the end of the first. */
export function mayNest(fn: string): boolean {
  return MAY_NEST.has(fn);
}
