import { freeze } from 'immer';
import type { NetDraft } from './draft.ts';
import type { DevId } from './ids.ts';
import type { Sharing } from './live-map.ts';
import { LiveSet, type SharedSet, shareSet } from './live-set.ts';
import { PersistentMap } from './persistent-map.ts';
import type { NetState } from './state.ts';

/** How namespaces are shared: as plain values, but large Sets are built when first read. */
export const netSharing: Sharing<NetState, NetDraft> = { open, close };

interface Sets {
  readonly devices: SharedSet<DevId>;
  readonly leaving: SharedSet<DevId>;
}

/** The Sets behind the namespaces that have a large one. */
const setsOf = new WeakMap<NetState, Sets>();

function open(net: NetState): NetDraft {
  const { devices, leaving } = setsOf.get(net) ?? net;
  return {
    net: net.net,
    status: net.status,
    loopback: net.loopback,
    devices: new LiveSet(devices),
    leaving: new LiveSet(leaving),
    initialized: net.initialized,
  };
}

function close(draft: NetDraft): NetState {
  const { net, status, loopback, initialized } = draft;
  const devices = shareSet(draft.devices);
  const leaving = shareSet(draft.leaving);
  if (!(devices instanceof PersistentMap || leaving instanceof PersistentMap)) {
    return freeze({ net, status, loopback, devices, leaving, initialized });
  }
  const large = freeze<NetState>({
    net,
    status,
    loopback,
    get devices() {
      return toSet(devices);
    },
    get leaving() {
      return toSet(leaving);
    },
    initialized,
  });
  setsOf.set(large, { devices, leaving });
  return large;
}

function toSet(set: SharedSet<DevId>): ReadonlySet<DevId> {
  return set instanceof PersistentMap ? set.toSet() : set;
}
