import type { DevicePresence, KernelEvent } from '../../../src/model/events.ts';
import { LOOPBACK_IFINDEX } from '../../../src/model/ids.ts';

interface Net {
  status: string;
  loopback: string | null;
  initialized: number;
  readonly devices: Set<string>;
  readonly leaving: Set<string>;
}

interface Device {
  name: string | null;
  ifindex: number | null;
  status: string;
  net: string | null;
}

/**
 * The fold as one would write it for speed alone: a loop over plain objects that are changed in
 * place. It keeps what our state keeps of namespaces, devices and pernet operations.
 */
export function mutableFold(events: Iterable<KernelEvent>): number {
  const nets = new Map<string, Net>();
  const devices = new Map<string, Device>();
  const pernet = { subsys: new Set<string | null>(), device: new Set<string | null>() };
  let count = 0;
  for (const event of events) {
    count += 1;
    switch (event.type) {
      case 'net.setup':
        nets.set(event.net, newNet('setup'));
        break;
      case 'net.ready':
        netIn(nets, event.net).status = 'ready';
        break;
      case 'net.dying':
        netIn(nets, event.net).status = 'dying';
        break;
      case 'net.cleanup':
        if (event.net !== null) netIn(nets, event.net).status = 'cleanup';
        break;
      case 'net.freed': {
        const net = event.net === null ? undefined : nets.get(event.net);
        for (const dev of net?.leaving ?? []) devices.delete(dev);
        if (event.net !== null) nets.delete(event.net);
        break;
      }
      case 'pernet.registered':
        pernet[event.kind].add(event.ops);
        break;
      case 'pernet.initialized':
        if (event.net !== null) netIn(nets, event.net).initialized += 1;
        break;
      case 'netdev.allocated':
        if (event.dev !== null) devices.set(event.dev, newDevice(event.name));
        break;
      case 'netdev.registered':
        list(nets, devices, event);
        break;
      case 'netdev.unregistered':
        unlist(nets, devices, event);
        break;
      case 'netdev.freed':
        if (event.dev !== null) free(nets, devices, event.dev);
        break;
      default:
    }
  }
  return count + nets.size + devices.size;
}

function list(nets: Map<string, Net>, devices: Map<string, Device>, event: DevicePresence): void {
  if (event.dev === null) return;
  const device = deviceIn(devices, event.dev);
  device.name = event.name;
  device.ifindex = event.ifindex;
  device.status = 'registered';
  device.net = event.net;
  if (event.net === null) return;
  const net = netIn(nets, event.net);
  net.devices.add(event.dev);
  if (event.ifindex === LOOPBACK_IFINDEX) net.loopback = event.dev;
}

function unlist(nets: Map<string, Net>, devices: Map<string, Device>, event: DevicePresence): void {
  if (event.dev === null) return;
  const device = deviceIn(devices, event.dev);
  device.status = 'unregistered';
  const home = event.net ?? device.net;
  if (home === null) return;
  const net = netIn(nets, home);
  net.devices.delete(event.dev);
  net.leaving.add(event.dev);
  if (net.loopback === event.dev) net.loopback = null;
}

function free(nets: Map<string, Net>, devices: Map<string, Device>, dev: string): void {
  const home = devices.get(dev)?.net ?? null;
  const net = home === null ? undefined : nets.get(home);
  net?.devices.delete(dev);
  net?.leaving.delete(dev);
  devices.delete(dev);
}

function netIn(nets: Map<string, Net>, id: string): Net {
  let net = nets.get(id);
  if (net === undefined) {
    net = newNet('unknown');
    nets.set(id, net);
  }
  return net;
}

function newNet(status: string): Net {
  return { status, loopback: null, initialized: 0, devices: new Set(), leaving: new Set() };
}

function deviceIn(devices: Map<string, Device>, dev: string): Device {
  let device = devices.get(dev);
  if (device === undefined) {
    device = newDevice(null);
    devices.set(dev, device);
  }
  return device;
}

function newDevice(name: string | null): Device {
  return { name, ifindex: null, status: 'allocated', net: null };
}
