import { freeze } from 'immer';

/** What a persistent map can be keyed by. */
export type Key = string | number;

/**
 * An immutable map whose next version shares all that did not change: a hash trie with 16-way
 * branches over buckets of a few entries. Entries carry the number of their insertion, so that
 * they list in the order a Map would list them. It stays inside the overlay; what users see is a
 * native Map, made on demand by {@link PersistentMap.toMap}.
 */
export class PersistentMap<K extends Key, V> {
  readonly size: number;
  readonly #root: Node<K, V>;
  /** The insertion number of the next new key. */
  readonly #next: number;
  #map: ReadonlyMap<K, V> | null = null;
  #set: ReadonlySet<K> | null = null;

  private constructor(root: Node<K, V>, size: number, next: number) {
    this.#root = root;
    this.size = size;
    this.#next = next;
  }

  /** The content of a Map. A frozen Map is kept: it is what {@link toMap} returns. */
  static from<K extends Key, V>(map: ReadonlyMap<K, V>): PersistentMap<K, V> {
    const version = new PersistentMap<K, V>(EMPTY, 0, 0).with(map, new Set());
    if (Object.isFrozen(map)) version.#map = map;
    return version;
  }

  get(key: K): V | undefined {
    return find(this.#root, key)?.value;
  }

  /** The version without the keys `gone` and then with the entries `set`, in their order. */
  with(set: ReadonlyMap<K, V>, gone: ReadonlySet<K>): PersistentMap<K, V> {
    const edition = {};
    let { size } = this;
    let root = this.#root;
    let next = this.#next;
    for (const key of gone) {
      if (find(root, key) === undefined) continue;
      root = without(root, key, hashOf(key), 0, edition);
      size -= 1;
    }
    for (const [key, value] of set) {
      const order = find(root, key)?.order;
      if (order === undefined) size += 1;
      root = put(root, { key, value, order: order ?? next++ }, hashOf(key), 0, edition);
    }
    return new PersistentMap(root, size, next);
  }

  /** The keys in the order of insertion. */
  keys(): K[] {
    return this.#inOrder().map(({ key }) => key);
  }

  /** The content in the order of insertion. */
  entries(): [K, V][] {
    return this.#inOrder().map(({ key, value }) => [key, value]);
  }

  /** The content as a frozen native Map: built on the first call, the same one ever after. */
  toMap(): ReadonlyMap<K, V> {
    this.#map ??= freeze(new Map(this.entries()));
    return this.#map;
  }

  /** The keys as a frozen native Set: built on the first call, the same one ever after. */
  toSet(): ReadonlySet<K> {
    this.#set ??= freeze(new Set(this.keys()));
    return this.#set;
  }

  #inOrder(): Entry<K, V>[] {
    const entries: Entry<K, V>[] = [];
    collect(this.#root, entries);
    return entries.sort((a, b) => a.order - b.order);
  }
}

interface Entry<K, V> {
  readonly key: K;
  readonly value: V;
  readonly order: number;
}

type Bucket<K, V> = Entry<K, V>[];

interface Branch<K, V> {
  /** The edit that made this branch, and may still write to it. */
  readonly edition: object;
  /** One per value of the next four bits of the hash. */
  readonly children: Node<K, V>[];
}

/** Only branches of the running edition are written to; buckets are always replaced. */
type Node<K, V> = Bucket<K, V> | Branch<K, V>;

const EMPTY: never[] = [];
const BITS = 4;
const WIDTH = 2 ** BITS;
const SLOT = WIDTH - 1;
/** A fuller bucket becomes a branch, unless the 32 bits of the hash are used up. */
const BUCKET_LIMIT = 8;

function find<K extends Key, V>(root: Node<K, V>, key: K): Entry<K, V> | undefined {
  let node = root;
  if (!Array.isArray(node)) {
    for (let hash = hashOf(key); !Array.isArray(node); hash >>>= BITS) {
      node = childAt(node, hash & SLOT);
    }
  }
  for (const entry of node) if (entry.key === key) return entry;
  return undefined;
}

function put<K extends Key, V>(
  node: Node<K, V>,
  entry: Entry<K, V>,
  hash: number,
  shift: number,
  edition: object,
): Node<K, V> {
  if (!Array.isArray(node)) {
    const branch = owned(node, edition);
    const slot = (hash >>> shift) & SLOT;
    branch.children[slot] = put(childAt(branch, slot), entry, hash, shift + BITS, edition);
    return branch;
  }
  const index = node.findIndex(({ key }) => key === entry.key);
  if (index !== -1) return node.with(index, entry);
  if (node.length < BUCKET_LIMIT || shift >= 32) return [...node, entry];
  let branch: Node<K, V> = { edition, children: new Array(WIDTH).fill(EMPTY) };
  for (const other of [...node, entry]) {
    branch = put(branch, other, hashOf(other.key), shift, edition);
  }
  return branch;
}

function without<K extends Key, V>(
  node: Node<K, V>,
  key: K,
  hash: number,
  shift: number,
  edition: object,
): Node<K, V> {
  if (Array.isArray(node)) {
    const rest = node.filter((entry) => entry.key !== key);
    return rest.length === 0 ? EMPTY : rest;
  }
  const branch = owned(node, edition);
  const slot = (hash >>> shift) & SLOT;
  branch.children[slot] = without(childAt(branch, slot), key, hash, shift + BITS, edition);
  return branch.children.every((child) => child === EMPTY) ? EMPTY : branch;
}

function owned<K, V>(branch: Branch<K, V>, edition: object): Branch<K, V> {
  return branch.edition === edition ? branch : { edition, children: branch.children.slice() };
}

function childAt<K, V>(branch: Branch<K, V>, slot: number): Node<K, V> {
  return branch.children[slot] ?? EMPTY;
}

function collect<K, V>(node: Node<K, V>, into: Entry<K, V>[]): void {
  if (Array.isArray(node)) for (const entry of node) into.push(entry);
  else for (const child of node.children) collect(child, into);
}

/** FNV-1a over the UTF-16 units of the key, 32 bits. */
export function hashOf(key: Key): number {
  const text = typeof key === 'string' ? key : String(key);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
