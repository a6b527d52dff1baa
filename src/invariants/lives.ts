import { NET_DEV_INIT } from '../model/boot.ts';
import type { EventOf, EventType, KernelEvent } from '../model/events.ts';
import { type DevId, LOOPBACK_IFINDEX, type NetId } from '../model/ids.ts';
import { DeviceLives } from './device-lives.ts';
import type { Monitor } from './invariant.ts';
import type { Arrival, Known, KnownNet, KnownOps } from './known.ts';
import {
  endArrivals,
  endSetup,
  NetLives,
  type NetRecord,
  recognise,
  welcome,
} from './net-lives.ts';
import { OpsLives } from './ops-lives.ts';
import { PerLife } from './per-life.ts';

/**
 * Keeps what evidence has shown of each namespace, device and pernet operation while it lives.
 * It watches the recording by two monitors around all others: these find the event's own life, also
 * when the event ends it.
 */
export class Lives implements Known {
  readonly kernel: string | null;
  simulated = false;
  highestCpu = -1;
  steps = 0;
  exits = 0;
  exited: KnownOps | null = null;
  unnamedExit = -1;
  readonly exiting = new Set<string>();
  /** The same by what is known of them: most were noted long ago. */
  readonly #noted = new PerLife<KnownOps, true>();
  /** The event types that were shown. */
  readonly seen = new Set<EventType>();
  /** By type, the last event that does not say what it is about. */
  readonly #anonymous = new Map<EventType, KernelEvent>();
  readonly #nets = new NetLives();
  readonly #devices = new DeviceLives();
  readonly #ops = new OpsLives();

  constructor(kernel: string | null) {
    this.kernel = kernel;
  }

  readonly present: { net: NetRecord | null; ops: KnownOps | null } = { net: null, ops: null };
  readonly shows = (type: EventType): boolean => this.simulated || this.seen.has(type);
  /** The last event of a type that may be about any device, namespace or operation. */
  readonly anonymous = (type: EventType): KernelEvent | null => this.#anonymous.get(type) ?? null;
  readonly net = this.#nets.of;
  readonly nets = this.#nets.all;
  readonly device = this.#devices.of;
  readonly isListed = (net: KnownNet, dev: DevId): boolean => this.#devices.isIn(net.devices, dev);
  readonly ops = this.#ops.of;
  readonly listedOps = this.#ops.all;

  /** Takes note that events of a type can be seen; says whether that is new. */
  show(type: EventType): boolean {
    if (this.seen.has(type)) return false;
    this.seen.add(type);
    return true;
  }

  /** Takes in an event, before all other monitors see it. */
  readonly before: Monitor = {
    'net.setup': (event) => this.#nets.begin(event.net, event),
    'net.ready': (event) => this.#becomeReady(event.net),
    'net.dying': (event) => {
      this.net(event.net).stage = 'dying';
    },
    'net.cleanup': (event) => {
      if (event.net !== null) this.net(event.net).stage = 'cleanup';
    },
    'pernet.registered': (event) => {
      this.steps += 1;
      this.#ops.register(event);
      this.#nets.startRegistration();
    },
    'initcall.returned': ({ name, rc }) => {
      // A trace without results shows a registration, and not that it failed.
      if (name === NET_DEV_INIT && rc !== 0) this.#ops.doubt();
    },
    'pernet.initialized': (event) => this.#initialise(event),
    'pernet.failed': (event) => this.#fail(event),
    'pernet.exited': (event) => this.#exit(event),
    'netdev.allocated': (event) => this.#allocate(event),
    'netdev.registered': (event) => this.#arrive(event, event.net),
    'netdev.moved': (event) => this.#arrive(event, event.to),
    'netdev.unregistered': (event) => this.#depart(event),
    'netdev.renamed': (event) => {
      if (event.dev !== null) this.device(event.dev).name = event.to;
    },
    'netdev.freed': (event) => {
      if (event.dev === null) this.#overlook(event);
    },
  };

  /** Buries what an event ended, after all other monitors have seen it. */
  readonly after: Monitor = {
    'net.ready': (event) => endSetup(this.net(event.net)),
    'net.failed': (event) => this.#bury(event.net),
    'net.freed': (event) => this.#bury(event.net),
    'pernet.unregistered': (event) => this.#ops.unregister(event),
    'netdev.freed': (event) => {
      if (event.dev !== null) this.#devices.bury(event.dev);
    },
  };

  /** Records were lost: whatever was known may have changed unseen. */
  forget(): void {
    this.#nets.forget();
    this.#devices.forget();
    this.#ops.forget();
    this.exited = null;
  }

  /** The end of a setup is not shown: nobody will judge what it did, which need not be kept. */
  release(net: NetId): void {
    this.#nets.release(net);
  }

  /** A log that shows no free_netdev must not pile up the devices of dead namespaces. */
  #bury(net: NetId | null): void {
    const record = net === null ? undefined : this.#nets.bury(net);
    if (record === undefined || record.leaving.size === 0) return;
    for (const { dev } of [...record.leaving]) this.#devices.bury(dev);
  }

  #becomeReady(net: NetId): void {
    const record = this.net(net);
    this.#nets.becomeReady(record);
    if (record.setup !== null) record.list = this.#ops.listOf(record.setup);
  }

  // One function for each type of step: what reads all of them reads slowly.
  #initialise(event: EventOf<'pernet.initialized'>): void {
    const { net: id, ops: name } = event;
    const net = id === null ? null : this.#nets.of(id);
    const ops = name === null ? null : this.#ops.inStep(name);
    this.#turnTo(net, ops);
    if (net === null || ops === null) this.#overlook(event);
    if (net === null) return;
    if (net.setup !== null) net.setup.push(event);
    if (net.made !== null) return;
    if (ops?.isLoopback) recognise(net);
    if (net.made === null) endArrivals(net);
  }

  #fail(event: EventOf<'pernet.failed'>): void {
    const net = event.net === null ? null : this.#nets.of(event.net);
    const ops = event.ops === null ? null : this.#ops.of(event.ops);
    this.#turnTo(net, ops);
    if (net === null || ops === null) this.#overlook(event);
    if (net === null) return;
    if (net.setup !== null) {
      net.setup.push(event);
      net.failure ??= event;
    }
    if (net.made === null) endArrivals(net);
  }

  #exit(event: EventOf<'pernet.exited'>): void {
    const { net: id, ops: name } = event;
    const net = id === null ? null : this.#nets.of(id);
    const ops = name === null ? null : this.#ops.inStep(name);
    this.#turnTo(net, ops);
    this.exits += 1;
    this.exited = ops;
    // Many logs do not say whose exit a callback for a whole batch is.
    if (net === null) {
      this.unnamedExit = event.seq;
      return;
    }
    if (ops !== null && event.phase === 'exit') this.#note(ops);
    if (net.setup !== null) net.setup.push(event);
    if (net.made === null) endArrivals(net);
  }

  #note(ops: KnownOps): void {
    if (this.#noted.get(ops) !== undefined) return;
    this.#noted.set(ops, true);
    this.exiting.add(ops.ops);
  }

  #turnTo(net: NetRecord | null, ops: KnownOps | null): void {
    this.steps += 1;
    this.present.net = net;
    this.present.ops = ops;
  }

  #overlook(event: KernelEvent): void {
    this.#anonymous.set(event.type, event);
  }

  #allocate(event: EventOf<'netdev.allocated'>): void {
    const { dev, name } = event;
    if (dev === null) {
      this.#overlook(event);
      return;
    }
    this.#devices.bury(dev);
    const record = this.#devices.begin(dev);
    record.name = name;
    record.status = 'allocated';
  }

  #arrive(event: Arrival, net: NetId | null): void {
    const home = net === null ? null : this.#home(net, event);
    if (event.dev === null || net === null) this.#overlook(event);
    if (home !== null && event.type === 'netdev.registered') welcome(home, event);
    if (event.dev === null) return;
    const record = this.device(event.dev);
    record.list?.delete(record);
    record.name = event.name ?? record.name;
    record.ifindex = event.ifindex;
    record.status = 'listed';
    record.net = net;
    record.arrival = event;
    home?.devices.add(record);
  }

  /** The life a device enters; a second loopback after the first one left begins a new one. */
  #home(net: NetId, event: Arrival): NetRecord {
    const home = this.#nets.of(net);
    const { loopback } = home;
    if (event.ifindex !== LOOPBACK_IFINDEX || loopback === null || home.setup !== null) return home;
    return this.isListed(home, loopback) ? home : this.#nets.begin(net, null);
  }

  #depart(event: EventOf<'netdev.unregistered'>): void {
    if (event.dev === null) {
      this.#overlook(event);
      return;
    }
    const record = this.device(event.dev);
    record.list?.delete(record);
    record.name = event.name ?? record.name;
    record.ifindex = event.ifindex ?? record.ifindex;
    record.status = 'unlisted';
    record.net = event.net ?? record.net;
    record.departure = event;
    if (record.net === null) return;
    const home = this.net(record.net);
    home.leaving.add(record);
    if (home.loopback === null && event.ifindex === LOOPBACK_IFINDEX) home.loopback = event.dev;
  }
}
