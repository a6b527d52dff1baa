import { type Draft, freeze } from 'immer';
import { apply } from './apply.ts';
import type { DeviceDraft, NetDraft, StateDraft } from './draft.ts';
import type { KernelEvent } from './events.ts';
import type { DevId, NetId } from './ids.ts';
import { LiveMap, type Sharing } from './live-map.ts';
import { netSharing } from './net-sharing.ts';
import type {
  BootState,
  DeviceState,
  KernelState,
  NetState,
  PernetState,
  SoftirqState,
  SoftnetState,
  TroubleState,
  WaitingState,
} from './state.ts';
import { type Versions, versionedState, versionsOf } from './versioned-state.ts';

/**
 * A draft of our own for the batch fold: it copies a slice, namespace or device the first time it
 * may be written, works on that copy, and shares and freezes it when a snapshot is taken. Same
 * recipe, same result as immer (a property holds them together), without a Proxy per event.
 */
export class Overlay {
  #draft: LiveState;
  #snapshot: KernelState | null;

  constructor(state: KernelState) {
    this.#draft = new LiveState(state);
    this.#snapshot = state;
  }

  /** The state now as a live view: cheap, valid until the next event is applied. */
  get view(): KernelState {
    return this.#draft;
  }

  /** Folds one event. */
  apply(event: KernelEvent): void {
    this.#snapshot = null;
    apply(this.#draft, event);
  }

  /**
   * The state now, frozen. It costs as much as what changed since the last snapshot, whatever is
   * alive: the rest is shared with it. In return, large Maps of it are built when first read.
   */
  snapshot(): KernelState {
    this.#snapshot ??= this.#draft.share();
    return this.#snapshot;
  }
}

/** A draft of the whole state that knows what was touched. */
class LiveState implements StateDraft {
  events: number;
  readonly softnet: LiveMap<number, SoftnetState, Draft<SoftnetState>>;
  readonly softirqs: LiveMap<string, SoftirqState, Draft<SoftirqState>>;
  readonly nets: LiveMap<NetId, NetState, NetDraft>;
  readonly devices: LiveMap<DevId, DeviceState, DeviceDraft>;
  readonly waiting: LiveMap<string, WaitingState, Draft<WaitingState>>;
  #shared: KernelState;
  #boot: Draft<BootState> | null = null;
  #pernet: Draft<PernetState> | null = null;
  #trouble: Draft<TroubleState> | null = null;
  #freed: Draft<KernelState['freed']> | null = null;

  constructor(state: KernelState) {
    const versions = versionsOf(state);
    this.events = state.events;
    this.softnet = new LiveMap(versions.softnet, flat());
    this.softirqs = new LiveMap(versions.softirqs, flat());
    this.nets = new LiveMap(versions.nets, netSharing);
    this.devices = new LiveMap(versions.devices, flat());
    this.waiting = new LiveMap(versions.waiting, flat());
    this.#shared = state;
  }

  get boot(): Draft<BootState> {
    this.#boot ??= copyBoot(this.#shared.boot);
    return this.#boot;
  }

  get pernet(): Draft<PernetState> {
    this.#pernet ??= copyPernet(this.#shared.pernet);
    return this.#pernet;
  }

  get trouble(): Draft<TroubleState> {
    this.#trouble ??= { ...this.#shared.trouble };
    return this.#trouble;
  }

  get freed(): Draft<KernelState['freed']> {
    this.#freed ??= { ...this.#shared.freed };
    return this.#freed;
  }

  share(): KernelState {
    const versions: Versions = {
      softnet: this.softnet.share(),
      softirqs: this.softirqs.share(),
      nets: this.nets.share(),
      devices: this.devices.share(),
      waiting: this.waiting.share(),
    };
    this.#shared = versionedState(versions, {
      events: this.events,
      boot: freeze(this.#boot, true) ?? this.#shared.boot,
      pernet: freeze(this.#pernet, true) ?? this.#shared.pernet,
      trouble: freeze(this.#trouble) ?? this.#shared.trouble,
      freed: freeze(this.#freed) ?? this.#shared.freed,
    });
    this.#boot = null;
    this.#pernet = null;
    this.#trouble = null;
    this.#freed = null;
    return this.#shared;
  }
}

/** The sharing of values that hold no Map, Set, array or object. */
function flat<T extends object>(): Sharing<T, T> {
  return {
    open: (shared) => ({ ...shared }),
    close: (draft, shared) =>
      shared !== undefined && isSame(draft, shared) ? shared : freeze(draft),
  };
}

function isSame<T extends object>(draft: T, shared: T): boolean {
  for (const field in draft) if (draft[field] !== shared[field]) return false;
  return true;
}

function copyBoot(boot: BootState): Draft<BootState> {
  const { initcalls, ptypes, cpuhp } = boot;
  return { ...boot, initcalls: { ...initcalls }, ptypes: [...ptypes], cpuhp: [...cpuhp] };
}

function copyPernet(pernet: PernetState): Draft<PernetState> {
  return { subsys: [...pernet.subsys], device: [...pernet.device] };
}
