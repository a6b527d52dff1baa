import type { KernelEvent } from '../../../src/model/events.ts';
import { initialState } from '../../../src/model/initial-state.ts';
import type { DeviceState, KernelState, NetState } from '../../../src/model/state.ts';

/** One step as reducers are often written: everything on the way is copied, and nothing else. */
export function spreadReduce(state: KernelState, event: KernelEvent): KernelState {
  const events = state.events + 1;
  switch (event.type) {
    case 'net.setup':
      return { ...state, events, nets: withNet(state, event.net, newNet(event.net)) };
    case 'net.ready':
    case 'net.dying': {
      const status = event.type === 'net.ready' ? 'ready' : 'dying';
      const net = { ...(state.nets.get(event.net) ?? newNet(event.net)), status } as const;
      return { ...state, events, nets: withNet(state, event.net, net) };
    }
    case 'pernet.initialized': {
      if (event.net === null) return { ...state, events };
      const known = state.nets.get(event.net) ?? newNet(event.net);
      const net = { ...known, initialized: known.initialized + 1 };
      return { ...state, events, nets: withNet(state, event.net, net) };
    }
    case 'net.freed': {
      const nets = new Map(state.nets);
      if (event.net !== null) nets.delete(event.net);
      return { ...state, events, nets };
    }
    case 'netdev.registered':
    case 'netdev.unregistered': {
      const { dev, net, name, ifindex } = event;
      if (dev === null || net === null) return { ...state, events };
      const status = event.type === 'netdev.registered' ? 'registered' : 'unregistered';
      const device: DeviceState = { dev, net, name, ifindex, status };
      const home = state.nets.get(net) ?? newNet(net);
      const listed = new Set(home.devices);
      if (status === 'registered') listed.add(dev);
      else listed.delete(dev);
      const nets = withNet(state, net, { ...home, devices: listed });
      return { ...state, events, nets, devices: new Map(state.devices).set(dev, device) };
    }
    case 'netdev.freed': {
      const devices = new Map(state.devices);
      if (event.dev !== null) devices.delete(event.dev);
      return { ...state, events, devices };
    }
    default:
      return { ...state, events };
  }
}

/** Folds with {@link spreadReduce}. */
export function spreadFold(events: readonly KernelEvent[]): KernelState {
  return events.reduce(spreadReduce, initialState);
}

function withNet({ nets }: KernelState, id: NetState['net'], net: NetState): KernelState['nets'] {
  return new Map(nets).set(id, net);
}

function newNet(net: NetState['net']): NetState {
  const none = { loopback: null, devices: new Set<never>(), leaving: new Set<never>() };
  return { net, status: 'setup', initialized: 0, ...none };
}
