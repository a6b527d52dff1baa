import type { EventOf, EventType, PernetKind } from '../model/events.ts';
import type { DevId, NetId } from '../model/ids.ts';
import type { Life, PerLife } from './per-life.ts';

/** How a device came into a list: created there, or moved there. */
export type Arrival = EventOf<'netdev.registered' | 'netdev.moved'>;

/** What setup_net does with pernet operations, as events of one namespace. */
export type PernetStep = EventOf<'pernet.initialized' | 'pernet.failed' | 'pernet.exited'>;

/** What evidence has shown of one presence of pernet operations on `pernet_list`. */
export interface KnownOps extends Life {
  readonly ops: string;
  /** These are loopback_net_ops. */
  readonly isLoopback: boolean;
  readonly kind: PernetKind | null;
  /** `seq` of their registration; `null` where it is older than what we know. */
  readonly since: number | null;
}

/**
 * The operations that a setup_net initialised, in that order. Namespaces whose setups were alike
 * share one object.
 */
export interface KnownList {
  readonly ops: readonly KnownOps[];
  readonly places: Pick<PerLife<KnownOps, number>, 'get'>;
  /** A setup in another order than that of the list, as pernet-init-order says, tells no places. */
  readonly trusted: boolean;
}

/** What evidence has shown of one device's life; a fresh object for each life. */
export interface KnownDevice extends Life {
  readonly dev: DevId;
  readonly name: string | null;
  readonly ifindex: number | null;
  /** `unknown` until an event tells: the recording may begin in the middle of its life. */
  readonly status: 'unknown' | 'allocated' | 'listed' | 'unlisted';
  /** Where it is, or was last, listed. */
  readonly net: NetId | null;
  /** The event that put it on that list. */
  readonly arrival: Arrival | null;
  /** The event that took it off its last list for good. */
  readonly departure: EventOf<'netdev.unregistered'> | null;
}

/** Devices in order. */
export interface KnownDevices extends Iterable<KnownDevice> {
  readonly size: number;
}

/** What evidence has shown of one namespace's life; a fresh object for each life. */
export interface KnownNet extends Life {
  readonly net: NetId;
  /** The net.setup that began this life, where it was seen. */
  readonly birth: EventOf<'net.setup'> | null;
  readonly stage: 'unknown' | 'setup' | 'ready' | 'dying' | 'cleanup';
  /** Counts namespaces that became ready: oldest first, as on `net_namespace_list`. */
  readonly age: number | null;
  /** What setup_net did so far; `null` outside a setup that was seen to begin. */
  readonly setup: readonly PernetStep[] | null;
  /** The first step of that setup that failed. */
  readonly failure: EventOf<'pernet.failed'> | null;
  /** What setup_net initialised here, once it is over; `null` where it was not seen. */
  readonly list: KnownList | null;
  /** The listed devices whose arrival was seen, in list order. */
  readonly devices: KnownDevices;
  /** The devices that left for good and are not freed yet. */
  readonly leaving: KnownDevices;
  /**
   * The device loopback_net_init made. Where that was not seen: in a setup the first called lo, for
   * nobody can rename it there, else the first with ifindex 1.
   */
  readonly loopback: DevId | null;
  /** The event that listed it, where it was seen. */
  readonly loopbackArrival: EventOf<'netdev.registered'> | null;
  /** What was listed while loopback_net_init ran; `null` until it was seen to return. */
  readonly made: readonly EventOf<'netdev.registered'>[] | null;
}

/** The subject of a step of pernet operations; `null` where the log does not show it. */
export interface Present {
  readonly net: KnownNet | null;
  readonly ops: KnownOps | null;
}

/**
 * What evidence, and evidence alone, has shown so far, the present event included. The folded
 * state also believes what was inferred; this does not. A lost record makes it forget everything,
 * so whatever is still known was seen without a gap.
 *
 * Each life has its own object: a monitor hangs what it remembers of a namespace on it with a
 * `PerLife`, and a death, a new life under an old id and a gap all clean up after it.
 */
export interface Known {
  /** The kernel itself is a program of ours: every function and callback of it is visible. */
  readonly simulated: boolean;
  /** Events of a type can be seen at all: one was, or the kernel is simulated. */
  readonly shows: (type: EventType) => boolean;
  /** The highest CPU any event ran on, told at the end; -1 where the recording names none. */
  readonly highestCpu: number;
  /** The kernel that was recorded (`"6.1"`), where the caller knows. */
  readonly kernel: string | null;
  /** Whose step of pernet operations the present event tells of, if it does. */
  readonly present: Present;
  /** Counts the steps and registrations of pernet operations, and the exits among them. */
  readonly steps: number;
  readonly exits: number;
  /** What exited last; `null` where that is not known. */
  readonly exited: KnownOps | null;
  /** `seq` of the last exit of which the log does not show the namespace; -1 before that. */
  readonly unnamedExit: number;
  /** The operations whose exit callback, the one of that name, ran for a namespace that is shown. */
  readonly exiting: ReadonlySet<string>;
  readonly net: (net: NetId) => KnownNet;
  readonly nets: () => Iterable<KnownNet>;
  readonly device: (dev: DevId) => KnownDevice;
  /** Whether the arrival of a device in a namespace was seen, and it is listed there since. */
  readonly isListed: (net: KnownNet, dev: DevId) => boolean;
  readonly ops: (ops: string) => KnownOps;
  readonly listedOps: () => Iterable<KnownOps>;
}
