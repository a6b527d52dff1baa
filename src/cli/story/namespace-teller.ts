import type { DeviceEvent } from '../../model/device.ts';
import type { EventOf, KernelEvent } from '../../model/events.ts';
import { type DevId, LOOPBACK_IFINDEX, type NetId } from '../../model/ids.ts';
import type { NamespaceEvent } from '../../model/namespace.ts';
import type { KernelState } from '../../model/state.ts';
import type { BatchStory } from './batch-story.ts';
import type { DeviceLabel, ItemStamp, NamespaceItem } from './namespace-item.ts';
import { Biography, type NamespaceStory } from './namespace-story.ts';

/** The batch an event belongs to. */
type BatchPlace = Pick<BatchStory, 'number' | 'nets'>;

/** Gathers the lives of all namespaces, ordered by birth: first those older than the log. */
export class NamespaceTeller {
  readonly #lives = new Map<NetId, Biography>();
  readonly #whole: boolean;
  readonly #most: number;
  #untold = 0;

  /** Tells `most` lives, each cut in the middle where it is very long, unless `whole`. */
  constructor(most: number, whole: boolean) {
    this.#most = most;
    this.#whole = whole;
  }

  get stories(): readonly NamespaceStory[] {
    const stories = [...this.#lives.values()].map((life) => life.story);
    return stories.sort((a, b) => Number(a.born) - Number(b.born));
  }

  /** How many lives there were besides those told. */
  get untold(): number {
    return this.#untold;
  }

  /** Writes down what an event of a namespace, or of the whole `batch`, means. */
  takeNamespace(event: NamespaceEvent, batch: BatchPlace | null): void {
    const item = namespaceItem(event, batch?.number ?? 0);
    const nets =
      event.net === null && event.type === 'pernet.exited' ? (batch?.nets ?? []) : [event.net];
    for (const net of nets) this.#add(net, item);
  }

  takeDevice(event: DeviceEvent, before: KernelState): void {
    const stamp = stampOf(event);
    switch (event.type) {
      case 'netdev.registered':
        this.#add(event.net, { ...stamp, kind: 'created', device: label(event), by: null });
        return;
      case 'netdev.unregistered':
        this.#add(event.net, { ...stamp, kind: 'deleted', device: known(event, before) });
        return;
      case 'netdev.failed':
        this.#add(event.net, {
          ...stamp,
          kind: 'refused',
          device: { name: event.name, ifindex: null, loopback: false },
          rc: event.rc,
        });
        return;
      case 'netdev.moved':
        this.#move(event, before, stamp);
        return;
      case 'netdev.renamed':
        this.#rename(event, before, stamp);
        return;
      case 'netdev.allocated':
      case 'netdev.freed':
      case 'netdev.waiting':
        return; // No part of being in a namespace's list.
      default:
        event satisfies never;
    }
  }

  /** Where its name is taken, a device gets another one with the move. */
  #move(event: EventOf<'netdev.moved'>, before: KernelState, stamp: ItemStamp): void {
    const { dev, from, to, name, ifindex, fromIfindex } = event;
    const old = (dev === null ? undefined : before.devices.get(dev)?.name) ?? name;
    const then = label({ name: old, ifindex: fromIfindex });
    this.#add(from, { ...stamp, kind: 'left', device: then, to, as: name });
    this.#add(to, { ...stamp, kind: 'arrived', device: label({ name, ifindex }), from });
  }

  #rename(event: EventOf<'netdev.renamed'>, before: KernelState, stamp: ItemStamp): void {
    const device = event.dev === null ? undefined : before.devices.get(event.dev);
    if (device === undefined) return;
    const renamed = label({ name: event.to, ifindex: device.ifindex });
    this.#add(device.net, { ...stamp, kind: 'renamed', device: renamed, from: event.from });
  }

  #add(net: NetId | null, item: NamespaceItem): void {
    if (net === null) return;
    const life = this.#lives.get(net);
    if (life !== undefined) life.add(item);
    else if (this.#lives.size < this.#most) this.#begin(net).add(item);
    else if (item.kind === 'setup') this.#untold += 1;
  }

  #begin(net: NetId): Biography {
    const life = new Biography(net, this.#whole);
    this.#lives.set(net, life);
    return life;
  }
}

function namespaceItem(event: NamespaceEvent, batch: number): NamespaceItem {
  const stamp = stampOf(event);
  switch (event.type) {
    case 'net.setup':
      return { ...stamp, kind: 'setup' };
    case 'net.ready':
      return { ...stamp, kind: 'ready' };
    case 'net.dying':
      return { ...stamp, kind: 'dying' };
    case 'net.freed':
      return { ...stamp, kind: 'freed' };
    case 'net.failed':
      return { ...stamp, kind: 'failed', rc: event.rc };
    case 'net.cleanup':
      return { ...stamp, kind: 'cleanup', batch };
    case 'pernet.initialized':
      return { ...stamp, kind: 'initialised', names: [event.ops] };
    case 'pernet.exited':
      return { ...stamp, kind: 'exited', names: [event.ops] };
    case 'pernet.failed':
      return { ...stamp, kind: 'ops-failed', ops: event.ops, rc: event.rc };
    default:
      return event satisfies never;
  }
}

function stampOf({ seq, at, line, task, evidence, inferred = [] }: KernelEvent): ItemStamp {
  return { seq, at, line, task, evidence, inferred };
}

function label({ name, ifindex }: Pick<DeviceLabel, 'name' | 'ifindex'>): DeviceLabel {
  return { name, ifindex, loopback: ifindex === LOOPBACK_IFINDEX };
}

/** What a line that names a device by little more than its pointer leaves to memory. */
function known(
  { dev, name, ifindex }: { dev: DevId | null; name: string | null; ifindex: number | null },
  before: KernelState,
): DeviceLabel {
  const device = dev === null ? undefined : before.devices.get(dev);
  return label({ name: name ?? device?.name ?? null, ifindex: ifindex ?? device?.ifindex ?? null });
}
