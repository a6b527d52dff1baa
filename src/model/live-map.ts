import { FilteredMap } from './filtered-map.ts';
import type { Key, PersistentMap } from './persistent-map.ts';

/** How a shared, frozen value becomes a draft that may be written, and back. */
export interface Sharing<S, D> {
  /** A draft of its own for a shared value. */
  readonly open: (shared: S) => D;
  /**
   * The frozen value to share for a draft that is not written any more: the one it was opened from,
   * if it says the same.
   */
  readonly close: (draft: D, shared: S | undefined) => S;
}

/** A draft, and what it was opened from, or stands in the place of. */
interface Own<S, D> {
  draft: D;
  readonly shared: S | undefined;
}

/** So many keys are deleted from a Map before it is made anew. */
const MANY = 1024;

/**
 * A Map to write to on top of one that is shared: a value is opened as a draft the first time it
 * is touched, and {@link LiveMap.share} costs as much as what was touched, whatever is in it.
 */
export class LiveMap<K extends Key, S, D> implements Map<K, D> {
  readonly #sharing: Sharing<S, D>;
  /** The content as of the last share. */
  #base: PersistentMap<K, S>;
  /** The same in a native Map, which is found in faster; made when it pays. */
  #index: FilteredMap<K, S> | null;
  /** How often the base was looked into without it. */
  #looks = 0;
  /** What was touched or added since. */
  #own = new Map<K, Own<S, D>>();
  /** How often a key was deleted from that Map. */
  #deletions = 0;
  /** Keys of the base that were deleted since; added again, they stand behind the others. */
  readonly #gone = new Set<K>();
  #size: number;

  constructor(base: PersistentMap<K, S>, sharing: Sharing<S, D>) {
    this.#base = base;
    this.#index = base.size === 0 ? new FilteredMap() : null;
    this.#sharing = sharing;
    this.#size = base.size;
  }

  get size(): number {
    return this.#size;
  }

  get(key: K): D | undefined {
    const own = this.#own.get(key);
    if (own !== undefined) return own.draft;
    const shared = this.#inBase(key);
    if (shared === undefined) return undefined;
    const draft = this.#sharing.open(shared);
    this.#own.set(key, { draft, shared });
    return draft;
  }

  has(key: K): boolean {
    return this.#own.has(key) || this.#inBase(key) !== undefined;
  }

  set(key: K, value: D): this {
    const own = this.#own.get(key);
    if (own !== undefined) {
      own.draft = value;
      return this;
    }
    const shared = this.#inBase(key);
    if (shared === undefined) this.#size += 1;
    this.#own.set(key, { draft: value, shared });
    return this;
  }

  delete(key: K): boolean {
    const own = this.#own.get(key);
    const shared = own === undefined ? this.#inBase(key) : own.shared;
    if (shared !== undefined) this.#gone.add(key);
    else if (own === undefined) return false;
    if (own !== undefined) this.#disown(key);
    this.#size -= 1;
    return true;
  }

  clear(): void {
    for (const key of this.keys()) this.delete(key);
  }

  *keys(): MapIterator<K> {
    for (const key of this.#base.keys()) if (!this.#gone.has(key)) yield key;
    for (const [key, { shared }] of this.#own) if (shared === undefined) yield key;
  }

  *entries(): MapIterator<[K, D]> {
    for (const key of this.keys()) {
      const value = this.get(key);
      if (value !== undefined) yield [key, value];
    }
  }

  *values(): MapIterator<D> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, D]> {
    return this.entries();
  }

  forEach(visit: (value: D, key: K, map: Map<K, D>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }

  get [Symbol.toStringTag](): string {
    return 'LiveMap';
  }

  /** The content now, its values closed; the same version as before if nothing was touched. */
  share(): PersistentMap<K, S> {
    if (this.#own.size === 0 && this.#gone.size === 0) return this.#base;
    const closed = new Map<K, S>();
    for (const [key, { draft, shared }] of this.#own) {
      const value = this.#sharing.close(draft, shared);
      if (value !== shared) closed.set(key, value);
    }
    if (closed.size > 0 || this.#gone.size > 0) this.#renew(closed);
    this.#own = new Map();
    this.#deletions = 0;
    return this.#base;
  }

  /**
   * A Map from which much is deleted leaves one table behind after the other, and V8 finds each
   * alive that an older one leads to, until it looks through all memory: so a fresh one now and then.
   */
  #disown(key: K): void {
    this.#own.delete(key);
    this.#deletions += 1;
    if (this.#deletions < MANY + this.#own.size) return;
    this.#own = new Map(this.#own);
    this.#deletions = 0;
  }

  #renew(closed: ReadonlyMap<K, S>): void {
    this.#base = this.#base.with(closed, this.#gone);
    for (const key of this.#gone) this.#index?.delete(key);
    for (const [key, value] of closed) this.#index?.set(key, value);
    this.#gone.clear();
  }

  #inBase(key: K): S | undefined {
    if (this.#base.size === 0 || (this.#gone.size > 0 && this.#gone.has(key))) return undefined;
    if (this.#index !== null) return this.#index.get(key);
    this.#looks += 1;
    if (this.#looks > this.#base.size) this.#index = new FilteredMap(this.#base.entries());
    return this.#base.get(key);
  }
}
