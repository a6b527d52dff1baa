import { freeze } from 'immer';
import type { NetDraft } from './draft.ts';
import type { DevId } from './ids.ts';
import type { Sharing } from './live-map.ts';
import { LiveSet, type SharedSet, shareSet } from './live-set.ts';
import { PersistentMap } from './persistent-map.ts';
import type { NetState } from './state.ts';

/** How namespaces are shared: as plain values, but large Sets are built when first read. */
export const netSharing: Sharing<NetState, NetDraft> = { open, close };

/** Where a namespace with a large Set keeps what is behind its Sets. */
const SETS = Symbol('sets');

interface Sets {
  readonly devices: SharedSet<DevId>;
  readonly leaving: SharedSet<DevId>;
}

interface Large {
  readonly [SETS]: Sets;
}

function open(net: NetState): NetDraft {
  const { devices, leaving } = setsOf(net);
  return {
    net: net.net,
    status: net.status,
    loopback: net.loopback,
    devices: new LiveSet(devices),
    leaving: new LiveSet(leaving),
    initialized: net.initialized,
  };
}

function close(draft: NetDraft, shared: NetState | undefined): NetState {
  const { net, status, loopback, initialized } = draft;
  const devices = shareSet(draft.devices);
  const leaving = shareSet(draft.leaving);
  if (shared !== undefined && isSame(draft, shared)) {
    const before = setsOf(shared);
    if (devices === before.devices && leaving === before.leaving) return shared;
  }
  if (!(devices instanceof PersistentMap || leaving instanceof PersistentMap)) {
    return freeze({ net, status, loopback, devices, leaving, initialized });
  }
  const large: NetState = {
    net,
    status,
    loopback,
    devices: NOT_READ,
    leaving: NOT_READ,
    initialized,
  };
  Object.defineProperty(large, SETS, { value: { devices, leaving } });
  return freeze(Object.defineProperties(large, whenRead));
}

/** Whether all but the Sets is the same. */
function isSame(draft: NetDraft, { status, loopback, initialized }: NetState): boolean {
  return (
    draft.status === status && draft.loopback === loopback && draft.initialized === initialized
  );
}

function setsOf(net: NetState): Sets {
  return isLarge(net) ? net[SETS] : net;
}

function isLarge(net: object): net is Large {
  return Object.hasOwn(net, SETS);
}

/** Stands where a property that builds the Set will be. */
const NOT_READ: ReadonlySet<never> = new Set<never>();

const whenRead = { devices: reading('devices'), leaving: reading('leaving') };

function reading(set: keyof Sets): PropertyDescriptor & ThisType<Large> {
  return {
    enumerable: true,
    get() {
      const shared = this[SETS][set];
      return shared instanceof PersistentMap ? shared.toSet() : shared;
    },
  };
}
