import { castDraft, type Draft, freeze } from 'immer';
import { apply } from './apply.ts';
import type { DeviceDraft, NetDraft, StateDraft } from './draft.ts';
import type { KernelEvent } from './events.ts';
import type { DevId, NetId } from './ids.ts';
import type {
  BootState,
  KernelState,
  PernetState,
  SoftirqState,
  SoftnetState,
  WaitingState,
} from './state.ts';

/**
 * A draft of our own for the batch fold: it copies a slice, namespace or device the first time it
 * may be written, works on that copy, and shares and freezes it when a snapshot is taken. Same
 * recipe, same result as immer (a property holds them together), without a Proxy per event.
 */
export class Overlay {
  #draft: OverlayDraft;
  #snapshot: KernelState | null;

  constructor(state: KernelState) {
    this.#draft = open(state);
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

  /** The state now: frozen, sharing with earlier snapshots the entries that have not changed. */
  snapshot(): KernelState {
    if (this.#snapshot === null) this.#snapshot = share(this.#draft);
    return this.#snapshot;
  }
}

/** The draft whose maps know what was touched. */
interface OverlayDraft extends StateDraft {
  readonly softnet: CopyOnTouch<number, Draft<SoftnetState>>;
  readonly softirqs: CopyOnTouch<string, Draft<SoftirqState>>;
  readonly nets: CopyOnTouch<NetId, NetDraft>;
  readonly devices: CopyOnTouch<DevId, DeviceDraft>;
  readonly waiting: CopyOnTouch<string, Draft<WaitingState>>;
}

function open(state: KernelState): OverlayDraft {
  return {
    events: state.events,
    boot: copyBoot(state.boot),
    softnet: new CopyOnTouch(state.softnet, copyFlat),
    softirqs: new CopyOnTouch(state.softirqs, copyFlat),
    pernet: copyPernet(state.pernet),
    nets: new CopyOnTouch(castDraft(state.nets), copyNet),
    devices: new CopyOnTouch(state.devices, copyFlat),
    waiting: new CopyOnTouch(state.waiting, copyFlat),
    trouble: { ...state.trouble },
    freed: { ...state.freed },
  };
}

function share(draft: OverlayDraft): KernelState {
  return freeze({
    events: draft.events,
    boot: freeze(copyBoot(draft.boot), true),
    softnet: draft.softnet.share(),
    softirqs: draft.softirqs.share(),
    pernet: freeze(copyPernet(draft.pernet), true),
    nets: draft.nets.share(),
    devices: draft.devices.share(),
    waiting: draft.waiting.share(),
    trouble: freeze({ ...draft.trouble }),
    freed: freeze({ ...draft.freed }),
  });
}

function copyFlat<T extends object>(value: T): T {
  return { ...value };
}

function copyBoot(boot: BootState): Draft<BootState> {
  const { initcalls, ptypes, cpuhp } = boot;
  return { ...boot, initcalls: { ...initcalls }, ptypes: [...ptypes], cpuhp: [...cpuhp] };
}

function copyPernet(pernet: PernetState): Draft<PernetState> {
  return { subsys: [...pernet.subsys], device: [...pernet.device] };
}

function copyNet(net: NetDraft): NetDraft {
  return { ...net, devices: new Set(net.devices), leaving: new Set(net.leaving) };
}

/** A Map that hands out its own copy of a value, made on the first touch after a snapshot. */
class CopyOnTouch<K, V> extends Map<K, V> {
  readonly #touched = new Set<K>();
  readonly #copy: (value: V) => V;
  #source: ReadonlyMap<K, V> | null;

  constructor(source: ReadonlyMap<K, V>, copy: (value: V) => V) {
    super();
    this.#copy = copy;
    this.#source = source;
    for (const [key, value] of source) super.set(key, value);
  }

  override get(key: K): V | undefined {
    const value = super.get(key);
    if (value === undefined || this.#touched.has(key)) return value;
    const copy = this.#copy(value);
    this.set(key, copy);
    return copy;
  }

  override set(key: K, value: V): this {
    this.#source = null;
    this.#touched.add(key);
    return super.set(key, value);
  }

  override delete(key: K): boolean {
    this.#source = null;
    this.#touched.delete(key);
    return super.delete(key);
  }

  /** The content, frozen; the same Map as before where nothing was touched. */
  share(): ReadonlyMap<K, V> {
    if (this.#source === null) {
      for (const key of this.#touched) freeze(super.get(key), true);
      this.#source = freeze(new Map(this));
      this.#touched.clear();
    }
    return this.#source;
  }
}
