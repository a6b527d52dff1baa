import { devicesOf } from './selectors.ts';
import type {
  DeviceState,
  DeviceStatus,
  KernelState,
  NetState,
  NetStatus,
  SoftirqState,
  SoftnetState,
  WaitingState,
} from './state.ts';

/** A device as `state --json` prints it. */
export interface DeviceJson {
  readonly dev: string;
  readonly name: string | null;
  readonly ifindex: number | null;
  readonly status: DeviceStatus;
}

/** A namespace as `state --json` prints it; `devices` in list order. */
export interface NetJson {
  readonly status: NetStatus;
  readonly loopback: string | null;
  readonly initialized: number;
  readonly devices: readonly DeviceJson[];
  /** Unlisted for good, not freed yet. */
  readonly leaving: readonly DeviceJson[];
}

/** The state as plain JSON: Maps become objects, Sets become arrays in list order. */
export interface StateJson
  extends Pick<KernelState, 'events' | 'boot' | 'pernet' | 'trouble' | 'freed'> {
  readonly softnet: Readonly<Record<string, SoftnetState>>;
  readonly softirqs: Readonly<Record<string, SoftirqState>>;
  readonly nets: Readonly<Record<string, NetJson>>;
  /** Devices that exist but are in no list yet. */
  readonly allocated: readonly DeviceJson[];
  readonly waiting: Readonly<Record<string, WaitingState>>;
}

/** Turns the state into plain JSON data with a stable key order. */
export function stateToJson(state: KernelState): StateJson {
  const { events, boot, softnet, softirqs, pernet, nets, devices, waiting, trouble, freed } = state;
  return {
    events,
    boot,
    softnet: record(softnet, (queues) => queues),
    softirqs: record(softirqs, (softirq) => softirq),
    pernet,
    nets: record(nets, (net) => netToJson(state, net)),
    allocated: [...devices.values()].filter(({ status }) => status === 'allocated').map(toJson),
    waiting: record(waiting, (name) => name),
    trouble,
    freed,
  };
}

function netToJson(state: KernelState, net: NetState): NetJson {
  const leaving = [...net.leaving].flatMap((dev) => state.devices.get(dev) ?? []);
  return {
    status: net.status,
    loopback: net.loopback,
    initialized: net.initialized,
    devices: devicesOf(state, net.net).map(toJson),
    leaving: leaving.map(toJson),
  };
}

function toJson({ dev, name, ifindex, status }: DeviceState): DeviceJson {
  return { dev, name, ifindex, status };
}

function record<V, J>(
  map: ReadonlyMap<string | number, V>,
  toValue: (value: V) => J,
): Readonly<Record<string, J>> {
  return Object.fromEntries([...map].map(([key, value]) => [String(key), toValue(value)]));
}
