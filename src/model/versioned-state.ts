import { freeze } from 'immer';
import type { DevId, NetId } from './ids.ts';
import { PersistentMap } from './persistent-map.ts';
import type {
  DeviceState,
  KernelState,
  NetState,
  SoftirqState,
  SoftnetState,
  WaitingState,
} from './state.ts';

/** The Maps of a state as versions that share with earlier ones what did not change. */
export interface Versions {
  readonly softnet: PersistentMap<number, SoftnetState>;
  readonly softirqs: PersistentMap<string, SoftirqState>;
  readonly nets: PersistentMap<NetId, NetState>;
  readonly devices: PersistentMap<DevId, DeviceState>;
  readonly waiting: PersistentMap<string, WaitingState>;
}

/** Where a state keeps its versions: no copy, comparison or listing of it comes across them. */
const VERSIONS = Symbol('versions');

/** Larger Maps are built when they are first read: most of a timeline is never looked at. */
const SMALL = 64;

/** A state whose Maps are versions, frozen. */
export function versionedState(
  versions: Versions,
  { events, boot, pernet, trouble, freed }: Omit<KernelState, keyof Versions>,
): KernelState {
  const state: KernelState = {
    events,
    boot,
    softnet: mapIfSmall(versions.softnet),
    softirqs: mapIfSmall(versions.softirqs),
    pernet,
    nets: mapIfSmall(versions.nets),
    devices: mapIfSmall(versions.devices),
    waiting: mapIfSmall(versions.waiting),
    trouble,
    freed,
  };
  Object.defineProperty(state, VERSIONS, { value: versions });
  for (const map of MAPS) {
    if (versions[map].size > SMALL) Object.defineProperty(state, map, whenRead[map]);
  }
  return freeze(state);
}

/** The versions behind a state; one that was not made here is taken in entry by entry. */
export function versionsOf(state: KernelState): Versions {
  if (isVersioned(state)) return state[VERSIONS];
  return {
    softnet: PersistentMap.from(state.softnet),
    softirqs: PersistentMap.from(state.softirqs),
    nets: PersistentMap.from(state.nets),
    devices: PersistentMap.from(state.devices),
    waiting: PersistentMap.from(state.waiting),
  };
}

/** An entry of one of the Maps of a state, without building that Map if it was not read yet. */
export function entryOf(state: KernelState, map: keyof Versions, key: string): unknown {
  const versions: Readonly<Record<keyof Versions, Entries>> = isVersioned(state)
    ? state[VERSIONS]
    : state;
  return versions[map].get(map === 'softnet' ? Number(key) : key);
}

interface Entries {
  get(key: string | number): unknown;
}

interface Versioned {
  readonly [VERSIONS]: Versions;
}

function isVersioned(state: object): state is Versioned {
  return Object.hasOwn(state, VERSIONS);
}

function mapIfSmall<K extends string | number, V>(version: PersistentMap<K, V>): ReadonlyMap<K, V> {
  return version.size <= SMALL ? version.toMap() : NOT_READ;
}

/** Stands where a property that builds the Map will be. */
const NOT_READ: ReadonlyMap<never, never> = new Map<never, never>();

const MAPS = ['softnet', 'softirqs', 'nets', 'devices', 'waiting'] as const;

/** One getter for all states: a closure in each of them would keep what it can reach alive. */
const whenRead = {
  softnet: reading('softnet'),
  softirqs: reading('softirqs'),
  nets: reading('nets'),
  devices: reading('devices'),
  waiting: reading('waiting'),
};

function reading(map: keyof Versions): PropertyDescriptor & ThisType<Versioned> {
  return {
    enumerable: true,
    get() {
      return this[VERSIONS][map].toMap();
    },
  };
}
