import type { FaultSite } from './fault-sites.ts';
import type { KernelVersion } from './versions.ts';

/** How a plan calls init_net; every other namespace has the label that `netns.add` gave it. */
export const INIT_NET_LABEL = 'init';

/** How a schedule calls the one worker that runs cleanup_net. */
export const WORKER_LABEL = 'netns';

/** The kinds of links that `link.add` makes; `nic` is a driver's own device, not an rtnl kind. */
export type LinkKind = 'dummy' | 'bridge' | 'macvlan' | 'vlan' | 'veth' | 'nic';

/** Modules that bring pernet operations, links or both. */
export type ModuleName = 'bridge' | '8021q' | 'sit' | 'ipip' | 'ip_gre' | 'ip6_tunnel' | 'pktgen';

/** What the kernel was built with and booted with. */
export interface KernelConfig {
  /** CONFIG_PROC_FS; without it dev_proc_init is a stub. */
  readonly procFs: boolean;
  /** CONFIG_PAGE_POOL; 6.12 and later make one system page pool per possible CPU. */
  readonly pagePool: boolean;
  /** CONFIG_PREEMPT_RT: backlog threads on 6.12 and later, whatever the command line says. */
  readonly preemptRt: boolean;
  /** `thread_backlog_napi` on the command line. */
  readonly threadBacklogNapi: boolean;
  /**
   * CONFIG_XFRM_OFFLOAD: net_dev_init also makes the `xfrm_backlog` queue of every possible CPU, on
   * the way to what `softnet.initialized` tells; no event is different with it.
   */
  readonly xfrmOffload: boolean;
  /**
   * CONFIG_RPS: net_dev_init also makes the IPI descriptor of every possible CPU and notes its
   * number; no event is different with it.
   */
  readonly rps: boolean;
  /** `initcall_blacklist=`: these initcalls are skipped. */
  readonly initcallBlacklist: readonly string[];
  /** sysctl net.core.fb_tunnels_only_for_init_net. */
  readonly fallbackTunnels: 'everywhere' | 'init_net';
  /** CONFIG_WEXT_CORE, as generic kernels have it: one more built-in pernet operation. */
  readonly wireless: boolean;
  /** What is built in: the few operations that matter here, or all of a Debian cloud kernel. */
  readonly builtin: 'few' | 'all';
}

/** One thing a process does. Namespaces are named by label, links by their current name. */
export type Action =
  /** unshare(CLONE_NEWNET), as `ip netns add` does. */
  | { readonly do: 'netns.add'; readonly net: string }
  /** The last outside references go, one after the other, as `umount a b c` does. */
  | { readonly do: 'netns.del'; readonly nets: readonly string[] }
  | {
      readonly do: 'link.add';
      readonly kind: LinkKind;
      readonly net: string;
      /** A name or a template such as `"eth%d"`; left out: the kind's own template. */
      readonly name?: string;
      /** The asked-for ifindex. */
      readonly index?: number;
      /** The other end of a veth pair. */
      readonly peer?: { readonly net: string; readonly name?: string };
      /** The link a vlan or macvlan stands on, in the same namespace. */
      readonly lower?: string;
    }
  | { readonly do: 'link.del'; readonly net: string; readonly name: string }
  | {
      readonly do: 'link.move';
      readonly net: string;
      readonly name: string;
      readonly to: string;
      /** Its name there. */
      readonly as?: string;
      /** The asked-for ifindex there. */
      readonly index?: number;
    }
  | {
      readonly do: 'link.rename';
      readonly net: string;
      readonly name: string;
      readonly to: string;
    }
  | { readonly do: 'link.up' | 'link.down'; readonly net: string; readonly name: string }
  | {
      readonly do: 'link.altname';
      readonly net: string;
      readonly name: string;
      readonly altname: string;
    }
  /** References on a link that are given back after `seconds`, or never: a leak. */
  | {
      readonly do: 'link.hold';
      readonly net: string;
      readonly name: string;
      readonly refs: number;
      readonly seconds?: number;
    }
  /** A packet through lo of a namespace, which NET_RX delivers. */
  | { readonly do: 'ping'; readonly net: string }
  | { readonly do: 'module.load' | 'module.unload'; readonly module: ModuleName }
  /** sysctl user.max_net_namespaces. */
  | { readonly do: 'netns.limit'; readonly limit: number }
  /** SIGKILL for what the task of that label is doing now. */
  | { readonly do: 'kill'; readonly task: string }
  | { readonly do: 'sleep'; readonly seconds: number };

/** An action and the task that does it. Commands of one task run one after the other. */
export type Command = Action & {
  /** The label of the task; left out: `"main"`. */
  readonly by?: string;
};

/** The `nth` time (from 1) the kernel comes to `site`, it fails there. */
export interface Fault {
  readonly site: FaultSite;
  /** Counts only what concerns this pernet operation or device name; left out: everything. */
  readonly of?: string;
  readonly nth: number;
  /** The negative errno; left out: the site's own first one. */
  readonly rc?: number;
}

/**
 * Lets one task run: so many steps (from one preemption point to the next), or until it has
 * finished so many commands. The turn is over early when the task has to wait.
 */
export type Turn =
  | { readonly run: string; readonly steps: number }
  | { readonly run: string; readonly commands: number };

/** A whole run of the simulated kernel as plain data: the same plan gives the same events. */
export interface Plan {
  readonly kernel: KernelVersion;
  readonly cpus: { readonly possible: number; readonly online: number };
  readonly config: KernelConfig;
  readonly commands: readonly Command[];
  readonly faults: readonly Fault[];
  /**
   * Who runs when. A turn of a task that cannot run is over. Without turns left, commands run
   * in list order, each to its end, and the cleanup worker before the next command.
   */
  readonly schedule: readonly Turn[];
  /** How long after the last command the recording goes on while the kernel waits. */
  readonly lingerSeconds: number;
}

/** A distribution kernel as it comes. */
export const DEFAULT_CONFIG: KernelConfig = {
  procFs: true,
  pagePool: true,
  preemptRt: false,
  threadBacklogNapi: false,
  xfrmOffload: true,
  rps: true,
  initcallBlacklist: [],
  fallbackTunnels: 'everywhere',
  wireless: false,
  builtin: 'few',
};

/** What a caller may leave out of a plan. */
export type PlanInput = Partial<Omit<Plan, 'config'>> & {
  readonly config?: Partial<KernelConfig>;
};

/**
 * Completes a plan: a 6.1 kernel on 2 CPUs that boots and does nothing, but for what is given.
 *
 * @example
 * ```ts
 * const plan = planOf({ kernel: '6.12', commands: [{ do: 'netns.add', net: 'n1' }] });
 * ```
 */
export function planOf(input: PlanInput = {}): Plan {
  return {
    kernel: input.kernel ?? '6.1',
    cpus: input.cpus ?? { possible: 2, online: 2 },
    config: { ...DEFAULT_CONFIG, ...input.config },
    commands: input.commands ?? [],
    faults: input.faults ?? [],
    schedule: input.schedule ?? [],
    lingerSeconds: input.lingerSeconds ?? 25,
  };
}
