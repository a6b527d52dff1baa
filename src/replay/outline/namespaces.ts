import type { DeviceEvent } from '../../model/device.ts';
import type { KernelEvent } from '../../model/events.ts';
import { type DevId, INIT_NET, LOOPBACK_IFINDEX, type NetId } from '../../model/ids.ts';
import type { NamespaceEvent } from '../../model/namespace.ts';
import { OpenItem, UNNAMED } from './item.ts';

/** A namespace, as long as its id means it. */
interface OpenNet {
  /** `init_net`, `netns` with the number of its birth, or unnamed. */
  readonly label: string;
  readonly life: OpenItem;
  readonly pernet: OpenItem;
  readonly devices: OpenItem;
  setup: OpenItem | null;
  cleanup: OpenItem | null;
}

/** What an event tells of a device. */
interface Sighting {
  readonly dev: DevId | null;
  readonly net?: NetId | null;
  readonly name: string | null;
  readonly ifindex?: number | null;
}

/** Outlines the lives of namespaces, and of the devices that were first seen in each of them. */
export class NamespacesOutline {
  readonly all = new OpenItem('namespaces');
  readonly #nets = new Map<NetId | null, OpenNet>();
  readonly #devices = new Map<DevId, OpenItem>();
  #births = 0;

  see(event: NamespaceEvent): void {
    if (event.type === 'net.setup' && event.net !== INIT_NET) this.#nets.delete(event.net);
    const net = this.#net(event.net, event);
    switch (event.type) {
      case 'net.setup':
        net.setup = net.life.add('setup', event);
        return;
      case 'net.ready':
      case 'net.failed':
        net.setup ??= net.life.add('setup', event);
        net.setup.end(event, event.type === 'net.ready' ? 0 : event.rc);
        net.setup = null;
        return;
      case 'net.dying':
        net.life.add('dying', event);
        return;
      case 'net.cleanup':
        net.cleanup = net.life.add('cleanup', event);
        return;
      case 'net.freed':
        net.cleanup?.end(event, null);
        net.life.add('freed', event);
        this.#nets.delete(event.net);
        return;
      case 'pernet.initialized':
        net.pernet.add(`init ${event.ops ?? UNNAMED}`, event).rc = 0;
        return;
      case 'pernet.failed':
        net.pernet.add(`init ${event.ops ?? UNNAMED}`, event).rc = event.rc;
        return;
      case 'pernet.exited':
        net.pernet.add(`${event.phase} ${event.ops ?? UNNAMED}`, event);
        return;
      default:
        event satisfies never;
    }
  }

  seeDevice(event: Exclude<DeviceEvent, { type: 'netdev.allocated' | 'netdev.waiting' }>): void {
    switch (event.type) {
      case 'netdev.registered':
        this.#appear(event, event).rc = 0;
        return;
      case 'netdev.failed':
        this.#device(event, event).rc = event.rc;
        return;
      case 'netdev.renamed':
        this.#device({ ...event, name: event.from }, event).add(
          `renamed ${event.to ?? UNNAMED}`,
          event,
        );
        return;
      case 'netdev.moved': {
        const label = event.to === INIT_NET ? 'init_net' : this.#net(event.to, event).label;
        this.#device({ ...event, net: event.from }, event).add(`moved to ${label}`, event);
        return;
      }
      case 'netdev.unregistered':
        this.#device(event, event).add('unlisted', event);
        return;
      case 'netdev.freed':
        if (event.dev === null) return;
        this.#devices.get(event.dev)?.add('freed', event);
        this.#devices.delete(event.dev);
        return;
      default:
        event satisfies never;
    }
  }

  #device(seen: Sighting, event: KernelEvent): OpenItem {
    const known = seen.dev === null ? undefined : this.#devices.get(seen.dev);
    return known ?? this.#appear(seen, event);
  }

  #appear({ dev, net = null, name, ifindex }: Sighting, event: KernelEvent): OpenItem {
    const key = name ?? (ifindex === LOOPBACK_IFINDEX ? 'lo' : UNNAMED);
    const device = this.#net(net, event).devices.add(key, event);
    if (dev !== null) this.#devices.set(dev, device);
    return device;
  }

  #net(net: NetId | null, event: KernelEvent): OpenNet {
    return this.#nets.get(net) ?? this.#bear(net, event);
  }

  #bear(net: NetId | null, event: KernelEvent): OpenNet {
    if (net !== INIT_NET && net !== null) this.#births += 1;
    const label = net === INIT_NET ? 'init_net' : net === null ? UNNAMED : `netns ${this.#births}`;
    const item = this.all.add(label, event);
    const born: OpenNet = {
      label,
      life: item.add('life'),
      pernet: item.add('pernet'),
      devices: item.add('devices'),
      setup: null,
      cleanup: null,
    };
    this.#nets.set(net, born);
    return born;
  }
}
