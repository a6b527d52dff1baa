import type { DevId, NetId } from './ids.ts';

/**
 * Where an event comes from. `observed`: a line of the log says it. `inferred`: the kernel's
 * program order implies it from what was observed; it never counts as evidence. `simulated`: the
 * simulated kernel did it.
 */
export type Evidence = 'observed' | 'inferred' | 'simulated';

/** What every event carries, whatever its type. */
export interface EventStamp {
  /** Position in the stream, from 0. */
  readonly seq: number;
  /** Integer nanoseconds on the recording's own clock, or `null` where its clock is no time. */
  readonly at: number | null;
  /** The CPU it happened on. */
  readonly cpu: number | null;
  /** `comm-pid` of the task, as the log prints it. */
  readonly task: string | null;
  readonly evidence: Evidence;
  /** 1-based line of the log that shows it. */
  readonly line: number | null;
  /** Payload fields of an observed event that were not read but follow from program order. */
  readonly inferred?: readonly string[];
}

/** The two kinds of pernet operations: `register_pernet_subsys` and `register_pernet_device`. */
export type PernetKind = 'subsys' | 'device';

/** The exit phases of pernet operations, in order (net/core/net_namespace.c: ops_undo_list). */
export type ExitPhase = 'pre_exit' | 'exit_rtnl' | 'exit' | 'exit_batch' | 'free';

/**
 * The vocabulary: every event type with its payload. A value the log does not show is `null`,
 * never invented. `ops` is the kernel's variable name (`loopback_net_ops`) where known, else its
 * init function; `rc` is zero or a negative errno.
 */
export interface EventPayloads {
  /** do_initcall_level (init/main.c): the next group of initcalls begins. */
  'initcall.level': { readonly level: string };
  /** do_one_initcall (init/main.c) calls `name`. */
  'initcall.started': { readonly name: string };
  /** do_one_initcall (init/main.c): `name` came back, after `duration` nanoseconds. */
  'initcall.returned': {
    readonly name: string;
    readonly rc: number | null;
    readonly duration: number | null;
  };
  /** dev_proc_init (net/core/net-procfs.c): /proc/net/dev and its kin exist. */
  'proc.created': object;
  /** netdev_kobject_init (net/core/net-sysfs.c): /sys/class/net exists. */
  'kobject.registered': object;
  /** net_dev_init: the head of `ptype_all` or of one of the 16 `ptype_base` hash lists. */
  'ptype.initialized': { readonly list: 'all' | number };
  /** net_dev_init: the `softnet_data` of one possible CPU. */
  'softnet.initialized': { readonly softnet: number };
  /** net_dev_init: `dev_boot_phase = 0`, devices may be registered from here. */
  'bootphase.ended': object;
  /** open_softirq (kernel/softirq.c): `vector` is `"NET_TX"`, `action` `"net_tx_action"`. */
  'softirq.opened': { readonly vector: string | null; readonly action: string | null };
  /** softirq_entry (kernel/softirq.c): `vector` ran for the first time in this recording. */
  'softirq.entered': { readonly vector: string };
  /** __cpuhp_setup_state (kernel/cpu.c): `state` is its name, `"net/dev:dead"`. */
  'cpuhp.installed': { readonly state: string | null };
  /** register_pernet_subsys or register_pernet_device linked `ops` into `pernet_list`. */
  'pernet.registered': { readonly ops: string | null; readonly kind: PernetKind };
  /** unregister_pernet_*, or the undo of a failed registration, unlinked `ops`. */
  'pernet.unregistered': { readonly ops: string | null; readonly kind: PernetKind | null };
  /** ops_init (net/core/net_namespace.c) returned 0. */
  'pernet.initialized': { readonly ops: string | null; readonly net: NetId | null };
  /** ops_init returned an error. */
  'pernet.failed': {
    readonly ops: string | null;
    readonly net: NetId | null;
    readonly rc: number | null;
  };
  /** One exit phase of `ops` ran for `net` (`null`: for a whole batch the log does not name). */
  'pernet.exited': {
    readonly ops: string | null;
    readonly net: NetId | null;
    readonly phase: ExitPhase;
  };
  /** setup_net (net/core/net_namespace.c) begins. */
  'net.setup': { readonly net: NetId };
  /** setup_net succeeded: the namespace is on `net_namespace_list`, tasks can reach it. */
  'net.ready': { readonly net: NetId };
  /** setup_net or copy_net_ns failed; `net` is `null` where no namespace came to be. */
  'net.failed': { readonly net: NetId | null; readonly rc: number | null };
  /** __put_net: the last active reference is gone. */
  'net.dying': { readonly net: NetId };
  /** cleanup_net took the namespace off `net_namespace_list`. */
  'net.cleanup': { readonly net: NetId | null };
  /** cleanup_net dropped the last passive reference. */
  'net.freed': { readonly net: NetId | null };
  /** alloc_netdev_mqs (net/core/dev.c); `name` may still be a template (`"veth%d"`). */
  'netdev.allocated': { readonly dev: DevId | null; readonly name: string | null };
  /** list_netdevice (net/core/dev.c): the device appears at the tail of its namespace's list. */
  'netdev.registered': DevicePresence;
  /** unlist_netdevice (net/core/dev.c): the device disappears from its namespace's list. */
  'netdev.unregistered': DevicePresence;
  /** register_netdevice (net/core/dev.c) returned an error. */
  'netdev.failed': {
    readonly dev: DevId | null;
    readonly net: NetId | null;
    readonly name: string | null;
    readonly rc: number | null;
  };
  /** dev_change_name (net/core/dev.c), or a later event showed the device under a new name. */
  'netdev.renamed': {
    readonly dev: DevId | null;
    readonly from: string | null;
    readonly to: string | null;
  };
  /** __dev_change_net_namespace (net/core/dev.c): one event, from list to list. */
  'netdev.moved': {
    readonly dev: DevId | null;
    readonly from: NetId | null;
    readonly to: NetId | null;
    readonly name: string | null;
    readonly fromIfindex: number | null;
    readonly ifindex: number | null;
  };
  /** free_netdev (net/core/dev.c). */
  'netdev.freed': { readonly dev: DevId | null; readonly name: string | null };
  /** netdev_wait_allrefs: "waiting for %s to become free. Usage count = %d". */
  'netdev.waiting': {
    readonly name: string;
    readonly refs: number | null;
    /** What the reference tracker of the kernel says of them, where it is built in. */
    readonly holders?: readonly Holder[];
  };
  /** WARN (include/asm-generic/bug.h). */
  'kernel.warned': { readonly message: string };
  /** BUG, an oops. */
  'kernel.bug': { readonly message: string };
  /** panic (kernel/panic.c). */
  'kernel.panicked': { readonly message: string };
  /** The recording lost something here; `lost` counts records where the log counts them. */
  'recording.gap': { readonly lost: number | null };
}

/** Who holds references to a device (lib/ref_tracker.c). */
export interface Holder {
  /** The function that took them; `null` where the kernel says only how many there are. */
  readonly symbol: string | null;
  readonly count: number;
}

/** A device entering or leaving the device list of a namespace. */
export interface DevicePresence {
  readonly dev: DevId | null;
  readonly net: NetId | null;
  readonly name: string | null;
  readonly ifindex: number | null;
}

/** The literal names of all event types. */
export type EventType = keyof EventPayloads;

/**
 * Anything the kernel can be seen to do, told apart by `type`.
 *
 * @example
 * ```ts
 * if (event.type === 'netdev.registered') console.log(event.name, event.ifindex);
 * ```
 */
export type KernelEvent = {
  [T in EventType]: EventStamp & { readonly type: T } & EventPayloads[T];
}[EventType];

/** The events of some types: `EventOf<'netdev.moved' | 'netdev.renamed'>`. */
export type EventOf<T extends EventType> = Extract<KernelEvent, { readonly type: T }>;

/** An event without its place in a stream: what happened, not when and where. */
export type EventBody = { [T in EventType]: { readonly type: T } & EventPayloads[T] }[EventType];
