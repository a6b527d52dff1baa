import type { EventOf, EventType, KernelEvent } from '../model/events.ts';
import { type DevId, LOOPBACK_IFINDEX, type NetId } from '../model/ids.ts';
import { DeviceLives } from './device-lives.ts';
import type { Arrival, Known, PernetStep } from './known.ts';
import { NetLives, recognise, welcome } from './net-lives.ts';
import { OpsLives } from './ops-lives.ts';
import { LOOPBACK_OPS } from './ops-names.ts';

/**
 * Keeps what evidence has shown of each namespace, device and pernet operation while it lives.
 * For each event the judge calls {@link see}, then the monitors, then {@link settle}: monitors
 * find the event's own life, also when the event ends it.
 */
export class Lives implements Known {
  readonly kernel: string | null;
  simulated = false;
  highestCpu = -1;
  /** The event types that were shown. */
  readonly seen = new Set<EventType>();
  /** The type of the last event: they come in long rows. */
  #latest: EventType | null = null;
  readonly #nets = new NetLives();
  readonly #devices = new DeviceLives();
  readonly #ops = new OpsLives();

  constructor(kernel: string | null) {
    this.kernel = kernel;
  }

  readonly shows = (type: EventType): boolean => this.simulated || this.seen.has(type);
  readonly net = this.#nets.of;
  readonly nets = this.#nets.all;
  readonly device = this.#devices.of;
  readonly ops = this.#ops.of;
  readonly listedOps = this.#ops.all;

  /** Takes in an event, before the monitors see it. */
  see(event: KernelEvent): void {
    if (event.type !== this.#latest) this.seen.add(event.type);
    this.#latest = event.type;
    switch (event.type) {
      case 'net.setup':
        this.#nets.begin(event.net, event);
        return;
      case 'net.ready':
        this.#becomeReady(event.net);
        return;
      case 'net.dying':
        this.net(event.net).stage = 'dying';
        return;
      case 'net.cleanup':
        if (event.net !== null) this.net(event.net).stage = 'cleanup';
        return;
      case 'pernet.registered':
        this.#ops.register(event);
        this.#nets.startRegistration();
        return;
      case 'pernet.initialized':
      case 'pernet.failed':
      case 'pernet.exited':
        this.#step(event);
        return;
      case 'netdev.allocated':
        this.#allocate(event);
        return;
      case 'netdev.registered':
        this.#arrive(event, event.net);
        return;
      case 'netdev.moved':
        this.#arrive(event, event.to);
        return;
      case 'netdev.unregistered':
        this.#depart(event);
        return;
      case 'netdev.renamed':
        if (event.dev !== null) this.device(event.dev).name = event.to;
        return;
      default:
        return;
    }
  }

  /** Buries what the event ended, after the monitors have seen it. */
  settle(event: KernelEvent): void {
    switch (event.type) {
      case 'net.ready':
        this.net(event.net).setup = null;
        return;
      case 'net.failed':
      case 'net.freed':
        if (event.net === null) return;
        // A log that shows no free_netdev must not pile up the devices of dead namespaces.
        for (const dev of this.#nets.bury(event.net)) this.#devices.bury(dev);
        return;
      case 'pernet.unregistered':
        this.#ops.unregister(event);
        return;
      case 'netdev.freed':
        if (event.dev !== null) this.#buryDevice(event.dev);
        return;
      default:
        return;
    }
  }

  /** Records were lost: whatever was known may have changed unseen. */
  forget(): void {
    this.#nets.forget();
    this.#devices.forget();
    this.#ops.forget();
  }

  #becomeReady(net: NetId): void {
    const record = this.net(net);
    this.#nets.becomeReady(record);
    if (record.setup !== null) record.list = this.#ops.listOf(record.setup);
  }

  #step(event: PernetStep): void {
    if (event.net === null) return;
    const net = this.net(event.net);
    net.setup?.push(event);
    const isLoopback = event.ops !== null && this.ops(event.ops).ops === LOOPBACK_OPS;
    if (event.type === 'pernet.initialized' && isLoopback) recognise(net);
    if (net.made === null && net.arrivals?.length !== 0) net.arrivals = [];
  }

  #allocate({ dev, name }: EventOf<'netdev.allocated'>): void {
    if (dev === null) return;
    this.#buryDevice(dev);
    const record = this.#devices.begin(dev);
    record.name = name;
    record.status = 'allocated';
  }

  #arrive(event: Arrival, net: NetId | null): void {
    const home = net === null ? null : this.#nets.home(net, event);
    if (home !== null && event.type === 'netdev.registered') welcome(home, event);
    if (event.dev === null) return;
    const record = this.device(event.dev);
    this.#nets.leave(record);
    record.name = event.name ?? record.name;
    record.ifindex = event.ifindex;
    record.status = 'listed';
    record.net = net;
    record.arrival = event;
    home?.devices.set(event.dev, record);
  }

  #depart(event: EventOf<'netdev.unregistered'>): void {
    if (event.dev === null) return;
    const record = this.device(event.dev);
    this.#nets.leave(record);
    record.name = event.name ?? record.name;
    record.ifindex = event.ifindex ?? record.ifindex;
    record.status = 'unlisted';
    record.net = event.net ?? record.net;
    record.departure = event;
    if (record.net === null) return;
    const home = this.net(record.net);
    home.leaving.add(event.dev);
    if (home.loopback === null && event.ifindex === LOOPBACK_IFINDEX) home.loopback = event.dev;
  }

  #buryDevice(dev: DevId): void {
    const record = this.#devices.bury(dev);
    if (record !== undefined) this.#nets.leave(record);
  }
}
