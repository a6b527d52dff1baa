import { freeze } from 'immer';
import { LiveMap } from './live-map.ts';
import { type Key, PersistentMap } from './persistent-map.ts';

/** A Set that does not change any more: a frozen native one, or a version of a large one. */
export type SharedSet<T extends Key> = ReadonlySet<T> | PersistentMap<T, true>;

/**
 * A larger Set is shared without copying it: a host with a veth for each of its 100,000
 * containers would otherwise pay for all of them at every snapshot.
 */
const SMALL = 64;

/** A Set to write to on top of one that is shared, which is copied when first written, if small. */
export class LiveSet<T extends Key> implements Set<T> {
  readonly #shared: SharedSet<T>;
  #members: ReadonlySet<T> | LiveMap<T, true, true>;
  /** The copy, once there is one. */
  #copy: Set<T> | null = null;

  constructor(shared: SharedSet<T>) {
    this.#shared = shared;
    this.#members = shared instanceof PersistentMap ? new LiveMap(shared, asIs) : shared;
  }

  get size(): number {
    return this.#members.size;
  }

  has(member: T): boolean {
    return this.#members.has(member);
  }

  add(member: T): this {
    if (this.#members instanceof LiveMap) this.#members.set(member, true);
    else if (!this.#members.has(member)) this.#toCopy(this.#members).add(member);
    return this;
  }

  delete(member: T): boolean {
    if (this.#members instanceof LiveMap) return this.#members.delete(member);
    return this.#members.has(member) && this.#toCopy(this.#members).delete(member);
  }

  clear(): void {
    for (const member of this.keys()) this.delete(member);
  }

  keys(): SetIterator<T> {
    return this.#members.keys();
  }

  values(): SetIterator<T> {
    return this.keys();
  }

  *entries(): SetIterator<[T, T]> {
    for (const member of this.keys()) yield [member, member];
  }

  [Symbol.iterator](): SetIterator<T> {
    return this.keys();
  }

  forEach(visit: (member: T, same: T, set: Set<T>) => void): void {
    for (const member of this.keys()) visit(member, member, this);
  }

  get [Symbol.toStringTag](): string {
    return 'LiveSet';
  }

  /** The members now, for good; what this Set stands on if nothing was written. */
  share(): SharedSet<T> {
    if (this.#members instanceof LiveMap) return this.#members.share();
    if (this.#copy === null) return this.#shared;
    return isSame(this.#copy, this.#shared) ? this.#shared : shareSet(this.#copy);
  }

  #toCopy(members: ReadonlySet<T>): Set<T> {
    if (this.#copy === null) {
      this.#copy = new Set(members);
      this.#members = this.#copy;
    }
    return this.#copy;
  }
}

/** The members of a Set that is not written any more. */
export function shareSet<T extends Key>(set: Set<T>): SharedSet<T> {
  if (set instanceof LiveSet) return set.share();
  if (set.size === 0) return NONE;
  if (set.size <= SMALL) return freeze(set);
  return PersistentMap.from(new Map([...set].map((member) => [member, true as const])));
}

/** Whether two Sets have the same members in the same order; only small ones are looked at. */
function isSame<T extends Key>(set: ReadonlySet<T>, other: SharedSet<T>): boolean {
  if (other instanceof PersistentMap || set.size !== other.size || set.size > SMALL) return false;
  const members = other.values();
  for (const member of set) if (member !== members.next().value) return false;
  return true;
}

const NONE: ReadonlySet<never> = freeze(new Set<never>());

const asIs = { open: (): true => true, close: (): true => true };
