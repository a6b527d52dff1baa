import type { Key, PersistentMap } from './persistent-map.ts';

/** How a shared, frozen value becomes a draft that may be written, and back. */
export interface Sharing<S, D> {
  /** A draft of its own for a shared value. */
  readonly open: (shared: S) => D;
  /** The frozen value to share for a draft that is not written any more. */
  readonly close: (draft: D) => S;
}

/**
 * A Map to write to on top of one that is shared: a value is opened as a draft the first time it
 * is touched, and {@link LiveMap.share} costs as much as what was touched, whatever is in it.
 */
export class LiveMap<K extends Key, S, D> implements Map<K, D> {
  readonly #sharing: Sharing<S, D>;
  /** The content as of the last share. */
  #base: PersistentMap<K, S>;
  /** What was touched or added since. */
  readonly #own = new Map<K, D>();
  /** Keys of the base that were deleted since; added again, they stand behind the others. */
  readonly #gone = new Set<K>();
  #size: number;

  constructor(base: PersistentMap<K, S>, sharing: Sharing<S, D>) {
    this.#base = base;
    this.#sharing = sharing;
    this.#size = base.size;
  }

  get size(): number {
    return this.#size;
  }

  get(key: K): D | undefined {
    const own = this.#own.get(key);
    if (own !== undefined) return own;
    const shared = this.#inBase(key);
    if (shared === undefined) return undefined;
    const draft = this.#sharing.open(shared);
    this.#own.set(key, draft);
    return draft;
  }

  has(key: K): boolean {
    return this.#own.has(key) || this.#inBase(key) !== undefined;
  }

  set(key: K, value: D): this {
    if (!this.has(key)) this.#size += 1;
    this.#own.set(key, value);
    return this;
  }

  delete(key: K): boolean {
    const wasOwn = this.#own.delete(key);
    const wasInBase = this.#inBase(key) !== undefined;
    if (wasInBase) this.#gone.add(key);
    if (!wasOwn && !wasInBase) return false;
    this.#size -= 1;
    return true;
  }

  clear(): void {
    for (const key of this.keys()) this.delete(key);
  }

  *keys(): MapIterator<K> {
    for (const key of this.#base.keys()) if (!this.#gone.has(key)) yield key;
    for (const key of this.#own.keys()) if (this.#inBase(key) === undefined) yield key;
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
    for (const [key, draft] of this.#own) closed.set(key, this.#sharing.close(draft));
    this.#base = this.#base.with(closed, this.#gone);
    this.#own.clear();
    this.#gone.clear();
    return this.#base;
  }

  #inBase(key: K): S | undefined {
    return this.#base.size === 0 || this.#gone.has(key) ? undefined : this.#base.get(key);
  }
}
