import { hashOf, type Key } from './persistent-map.ts';

/** Fewer keys stay in the caches of the processor: a Map alone is as fast. */
const MANY = 1024;
/** Bits for each key at least: of those that are not there, one in 8 is looked for in vain. */
const SPARSE = 8;

/**
 * A Map that says at once of most keys that they are not in it. Looking for one in a Map of
 * 100,000 waits for memory at each step, and what is looked for most is new: a device that was
 * just allocated. So one bit of a table is asked first, as in a Bloom filter.
 */
export class FilteredMap<K extends Key, V> {
  readonly #map: Map<K, V>;
  #bits = new Uint8Array(0);
  /** How many bits are set; those of keys that were deleted stay so. */
  #marked = 0;

  constructor(entries: Iterable<readonly [K, V]> = []) {
    this.#map = new Map(entries);
    this.#renew();
  }

  get(key: K): V | undefined {
    if (this.#map.size < MANY) return this.#map.get(key);
    const at = this.#placeOf(key);
    if (((this.#bits[at >>> 3] ?? 0) & (1 << (at & 7))) === 0) return undefined;
    return this.#map.get(key);
  }

  set(key: K, value: V): void {
    this.#map.set(key, value);
    this.#mark(key);
    if (this.#marked * SPARSE > this.#bits.length * 8) this.#renew();
  }

  delete(key: K): void {
    this.#map.delete(key);
  }

  #renew(): void {
    // Half empty, so that the next time is as far away as there are keys.
    const bits = 2 ** Math.ceil(Math.log2(2 * SPARSE * Math.max(this.#map.size, MANY)));
    this.#bits = new Uint8Array(bits / 8);
    this.#marked = 0;
    for (const key of this.#map.keys()) this.#mark(key);
  }

  #placeOf(key: K): number {
    return hashOf(key) & (this.#bits.length * 8 - 1);
  }

  #mark(key: K): void {
    const at = this.#placeOf(key);
    const bits = this.#bits[at >>> 3] ?? 0;
    const bit = 1 << (at & 7);
    if ((bits & bit) !== 0) return;
    this.#bits[at >>> 3] = bits | bit;
    this.#marked += 1;
  }
}
