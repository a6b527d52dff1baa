import type { EventBody } from '../model/events.ts';
import type { DevId, NetId } from '../model/ids.ts';
import { pidOf } from '../model/pid.ts';
import type { KernelState } from '../model/state.ts';
import type { EventLog } from './event-log.ts';
import type { Faults } from './faults.ts';
import type { Laws } from './laws.ts';
import type { LinkOps } from './link-ops.ts';
import type { Mutex, RwSemaphore } from './locks.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { ModuleName, Plan } from './plan.ts';
import { KernelBug, KernelPanic } from './run.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';

/** What struct net holds that no event tells. */
export interface NetNamespace {
  readonly id: NetId;
  readonly inode: number;
  /** `ns.count`: at 0 the namespace is dying. */
  count: number;
  /** `net->ifindex` of 5.17 and 6.1: the last ifindex given automatically. */
  lastIfindex: number;
  /** `net->loopback_dev`, set once lo is registered. */
  loopback: NetDevice | null;
  /** `dev_unreg_count`: devices on their way out. */
  unregistering: number;
  /** Its inode number is taken. */
  inodeHeld: boolean;
}

/** What struct net_device holds that no event tells. */
export interface NetDevice {
  readonly id: DevId;
  /** `rtnl_link_ops`; `null` for lo and drivers' own devices. */
  readonly ops: LinkOps | null;
  /** NETIF_F_NETNS_LOCAL, later `netns_immutable`. */
  readonly immutable: boolean;
  /** What it asks for until it is listed; afterwards the fold knows. */
  request: { name: string; ifindex: number; net: NetNamespace };
  /** `reg_state`. */
  state: 'uninitialized' | 'registered' | 'unregistering' | 'unregistered' | 'released';
  /** The usage count that "waiting for" prints: 1 when nobody holds it. */
  refs: number;
  /** IFF_UP. */
  up: boolean;
  /** netdev_run_todo frees it. */
  needsFree: boolean;
  readonly altnames: Set<string>;
  /** The other end of a veth pair. */
  peer: NetDevice | null;
  /** The links that stand on this one (vlan, macvlan). */
  readonly uppers: Set<NetDevice>;
  lower: NetDevice | null;
}

/** A module that is loaded, or on its way in or out. */
export interface Module {
  state: 'coming' | 'live' | 'going';
  /** What it registered so far. */
  readonly ops: PernetOps[];
}

/** What user space keeps in mind: what it calls its namespaces. */
export interface UserSpace {
  readonly nets: Map<string, NetNamespace>;
}

/** The simulated machine: its log (with the public state) and what no event tells. */
export interface Kernel {
  readonly plan: Plan;
  readonly laws: Laws;
  readonly log: EventLog;
  readonly trace: Trace;
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  readonly rtnl: Mutex;
  readonly pernetOpsRwsem: RwSemaphore;
  /** `pernet_list`, and the operation that `first_device` points to. */
  readonly pernetList: PernetOps[];
  firstDevice: PernetOps | null;
  /** `net_namespace_list`, oldest first. */
  readonly netList: NetNamespace[];
  /** `cleanup_list`, most recently dead first. */
  readonly cleanupList: NetNamespace[];
  /** `net_todo_list`. */
  readonly todo: NetDevice[];
  readonly nets: Map<NetId, NetNamespace>;
  readonly devices: Map<DevId, NetDevice>;
  /** Inode numbers by how often they were given out. */
  readonly inodes: Map<number, { uses: number; held: boolean }>;
  readonly modules: Map<ModuleName, Module>;
  /** Namespaces charged to the user, and how many may be. */
  readonly ucount: { used: number; limit: number };
  /** Softirq vectors that ran: a recording tells the first time only. */
  readonly softirqsSeen: Set<string>;
  readonly user: UserSpace;
  nextPid: number;
}

/** Tells what happened, in the name of the running task. */
export function emit(k: Kernel, body: EventBody): void {
  k.trace.event(k.log.emit(body, k.scheduler.current));
}

/** The public state: the fold of the events so far, as a live view. */
export function stateOf(k: Kernel): KernelState {
  return k.log.state;
}

/** WARN(): the kernel complains and goes on. */
export function warn(k: Kernel, where: string): void {
  const { cpu, task } = k.scheduler.current;
  emit(k, { type: 'kernel.warned', message: `CPU: ${cpu} PID: ${pidOf(task)} at ${where}` });
}

/** BUG(): kills the running task; the death of PID 1 is a panic. Throws. */
export function bug(k: Kernel, message: string): never {
  emit(k, { type: 'kernel.bug', message });
  if (k.scheduler.current.task.endsWith('-1')) {
    panic(k, 'Attempted to kill init! exitcode=0x0000000b');
  }
  throw new KernelBug(message);
}

/** panic() (kernel/panic.c): nothing runs after it. Throws. */
export function panic(k: Kernel, message: string): never {
  emit(k, { type: 'kernel.panicked', message });
  throw new KernelPanic(message);
}
