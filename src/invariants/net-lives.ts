import type { EventOf } from '../model/events.ts';
import { INIT_NET, LOOPBACK_IFINDEX, type NetId } from '../model/ids.ts';
import { DeviceList } from './device-list.ts';
import type { KnownNet, PernetStep } from './known.ts';
import { Slots } from './slots.ts';
import type { Writable } from './writable.ts';

/** Namespaces while they live; a fresh record for each life. */
export class NetLives {
  readonly #nets = new Map<NetId, NetRecord>();
  readonly #slots = new Slots();
  #ready = 0;
  /** What was asked for last: all monitors ask for the namespace of the present event. */
  #askedNet: NetId | null = null;
  #asked: NetRecord | null = null;

  readonly of = (net: NetId): NetRecord => {
    if (this.#asked !== null && this.#askedNet === net) return this.#asked;
    const record = this.#nets.get(net) ?? this.begin(net, null);
    this.#askedNet = net;
    this.#asked = record;
    return record;
  };

  readonly all = (): Iterable<KnownNet> => this.#nets.values();

  begin(net: NetId, birth: EventOf<'net.setup'> | null): NetRecord {
    const before = this.#nets.get(net);
    const record: NetRecord = {
      net,
      slot: before?.slot ?? this.#slots.take(),
      birth,
      stage: birth === null ? 'unknown' : 'setup',
      age: null,
      setup: birth === null ? null : [],
      failure: null,
      list: null,
      devices: new DeviceList(),
      leaving: new DeviceList(),
      arrivals: birth === null ? null : [],
      loopback: null,
      loopbackArrival: null,
      made: null,
    };
    this.#nets.set(net, record);
    this.#asked = null;
    return record;
  }

  /** The namespace is on `net_namespace_list` now, behind all older ones. */
  becomeReady(record: NetRecord): void {
    record.stage = 'ready';
    record.age = this.#ready++;
  }

  /** Keeps no longer what the setup did so far; that it was seen to end, nobody says. */
  release(net: NetId): void {
    const record = this.#nets.get(net);
    if (record !== undefined && record.setup !== null) record.setup = [];
  }

  /** What was listed in init_net before a registration is no work of the init it calls. */
  startRegistration(): void {
    this.of(INIT_NET).arrivals = [];
  }

  /** Ends a life, if there is one; returns it. */
  bury(net: NetId): NetRecord | undefined {
    const record = this.#nets.get(net);
    if (record === undefined) return undefined;
    this.#nets.delete(net);
    this.#slots.give(record.slot);
    this.#asked = null;
    return record;
  }

  forget(): void {
    this.#nets.clear();
    this.#slots.clear();
    this.#asked = null;
  }
}

/** {@link KnownNet} as its keeper sees it. */
export interface NetRecord extends Writable<KnownNet> {
  setup: PernetStep[] | null;
  readonly devices: DeviceList;
  readonly leaving: DeviceList;
  /**
   * What was listed since the last step of pernet operations, until loopback is known; `null`
   * where that step was not seen, so that others may have been listed before these.
   */
  arrivals: EventOf<'netdev.registered'>[] | null;
}

/** setup_net is over: what it did is judged and done with. */
export function endSetup(net: NetRecord): void {
  net.setup = null;
  net.failure = null;
}

/** More arrivals without a step of pernet operations are no work of one init function. */
const MOST_ARRIVALS = 8;

/** A device was listed: until loopback_net_init has returned it may be the loopback. */
export function welcome(net: NetRecord, event: EventOf<'netdev.registered'>): void {
  if (net.made !== null) return;
  if (net.arrivals !== null && net.arrivals.length < MOST_ARRIVALS) net.arrivals.push(event);
  if (net.loopbackArrival !== null || !isLoopback(net, event)) return;
  net.loopback = event.dev;
  net.loopbackArrival = event;
}

/**
 * Before setup_net is over no task can rename anything: there the name that loopback_net_init gives
 * tells more than the index it ought to get.
 */
function isLoopback(net: NetRecord, { name, ifindex }: EventOf<'netdev.registered'>): boolean {
  return net.setup !== null && name !== null ? name === 'lo' : ifindex === LOOPBACK_IFINDEX;
}

/** An operation is over: what was listed before is no work of the next one. */
export function endArrivals(net: NetRecord): void {
  if (net.arrivals === null || net.arrivals.length > 0) net.arrivals = [];
}

/** loopback_net_init returned: what was listed since the step before it is its work. */
export function recognise(net: NetRecord): void {
  net.made = net.arrivals;
  const lo = net.made?.find(({ ifindex }) => ifindex === LOOPBACK_IFINDEX) ?? net.made?.[0];
  if (lo === undefined) return;
  net.loopback = lo.dev;
  net.loopbackArrival = lo;
}
