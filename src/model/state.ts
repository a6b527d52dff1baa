import type { DevId, NetId } from './ids.ts';

/** How far `net_dev_init` (net/core/dev.c) has come; `unseen` where the log began later. */
export type BootPhase = 'unseen' | 'running' | 'returned';

/** What the boot has done so far. Times are nanoseconds on the recording's clock. */
export interface BootState {
  /** Where `net_dev_init` stands. */
  readonly phase: BootPhase;
  /** Its result once it returned: 0 or a negative errno. */
  readonly rc: number | null;
  readonly startedAt: number | null;
  readonly returnedAt: number | null;
  /** The current initcall level (`"subsys"`), `null` before the first was seen. */
  readonly level: string | null;
  /** How many initcalls returned, and how many of these with an error. */
  readonly initcalls: { readonly returned: number; readonly failed: number };
  /** dev_proc_init is done. */
  readonly proc: boolean;
  /** netdev_kobject_init is done. */
  readonly kobject: boolean;
  /** Packet-type lists with an initialised head, in the order of initialisation. */
  readonly ptypes: readonly ('all' | number)[];
  /** `dev_boot_phase` is 0: devices may be registered. */
  readonly registrationOpen: boolean;
  /** CPU hotplug states installed, by name. */
  readonly cpuhp: readonly string[];
}

/** The `softnet_data` of one CPU. */
export interface SoftnetState {
  /** `seq` of the event that initialised it. */
  readonly since: number;
}

/** A softirq vector with its handler. */
export interface SoftirqState {
  readonly action: string | null;
  /** `seq` of the first `softirq.opened`. */
  readonly since: number;
  /** How often it was opened; the kernel does it once. */
  readonly opened: number;
  /** `seq` of its first run, where the recording shows one. */
  readonly entered: number | null;
}

/**
 * `pernet_list` (net/core/net_namespace.c) as its two halves, each in list order: the subsys
 * operations stand in front of `first_device`, the device operations from there on. `null` is an
 * operation whose name the log does not show.
 */
export interface PernetState {
  readonly subsys: readonly (string | null)[];
  readonly device: readonly (string | null)[];
}

/** The stages of a namespace's life; `unknown` is one whose birth is older than the log. */
export type NetStatus = 'unknown' | 'setup' | 'ready' | 'failed' | 'dying' | 'cleanup';

/** One network namespace that is not freed yet. */
export interface NetState {
  readonly net: NetId;
  readonly status: NetStatus;
  /** The loopback device while it is listed. */
  readonly loopback: DevId | null;
  /** `dev_base_head`: the listed devices, in list order (insertion order of the Set). */
  readonly devices: ReadonlySet<DevId>;
  /** Devices that left the list for good and are not freed yet. */
  readonly leaving: ReadonlySet<DevId>;
  /** How many pernet operations were initialised here. */
  readonly initialized: number;
}

/** `registered` means listed; `unregistered` devices wait for their last reference. */
export type DeviceStatus = 'allocated' | 'registered' | 'unregistered';

/** One `net_device` that is not freed yet. */
export interface DeviceState {
  readonly dev: DevId;
  readonly name: string | null;
  readonly ifindex: number | null;
  readonly status: DeviceStatus;
  /** The namespace it is, or was last, listed in. */
  readonly net: NetId | null;
}

/** What "waiting for %s to become free" said last about one name. */
export interface WaitingState {
  readonly refs: number | null;
  /** How many times the kernel said so. */
  readonly warnings: number;
  /** Who took them, as the last warning that told said: `"dst_init (2), ipv6_add_dev"`. */
  readonly holders?: string;
  /** `seq` of the first and of the last warning. */
  readonly since: number;
  readonly last: number;
}

/** What the kernel complained about, and what the recording lost. */
export interface TroubleState {
  readonly warnings: number;
  readonly bugs: number;
  /** The panic message; nothing runs after it. */
  readonly panic: string | null;
  readonly gaps: number;
  /** Records known to be lost; gaps of unknown size add nothing here. */
  readonly lost: number;
}

/**
 * The kernel's networking as far as the events so far tell it: one immutable value. Freed
 * namespaces and devices leave the maps and are counted in `freed`, so the state stays as small
 * as what is alive.
 */
export interface KernelState {
  /** How many events were folded. */
  readonly events: number;
  readonly boot: BootState;
  /** By CPU id. */
  readonly softnet: ReadonlyMap<number, SoftnetState>;
  /** By vector name, `"NET_RX"`. */
  readonly softirqs: ReadonlyMap<string, SoftirqState>;
  readonly pernet: PernetState;
  readonly nets: ReadonlyMap<NetId, NetState>;
  readonly devices: ReadonlyMap<DevId, DeviceState>;
  /** By device name. */
  readonly waiting: ReadonlyMap<string, WaitingState>;
  readonly trouble: TroubleState;
  readonly freed: { readonly nets: number; readonly devices: number };
}
