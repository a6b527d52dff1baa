import type { NetId } from '../../model/ids.ts';
import type { NamespaceItem, OpsRun } from './namespace-item.ts';

/** The life of one namespace. */
export interface NamespaceStory {
  readonly net: NetId;
  /** Its birth is in the recording; else it is older. */
  readonly born: boolean;
  readonly items: readonly NamespaceItem[];
  /** How many items in the middle of `items` were left out, and where. */
  readonly omitted: { readonly items: number; readonly after: number };
}

/** So much of a life is kept from its beginning, and as much from its end. */
const KEPT = 200;

/** Writes down one life, leaving out the middle of one too eventful to read. */
export class Biography {
  readonly net: NetId;
  readonly #kept: number;
  readonly #head: NamespaceItem[] = [];
  #tail: NamespaceItem[] = [];
  #omitted = 0;

  constructor(net: NetId, whole: boolean) {
    this.net = net;
    this.#kept = whole ? Number.POSITIVE_INFINITY : KEPT;
  }

  add(item: NamespaceItem): void {
    if (this.#joins(item)) return;
    if (this.#head.length < this.#kept) {
      this.#head.push(item);
      return;
    }
    this.#tail.push(item);
    if (this.#tail.length < 2 * this.#kept) return;
    this.#omitted += this.#kept;
    this.#tail = this.#tail.slice(this.#kept);
  }

  get story(): NamespaceStory {
    const surplus = Math.max(0, this.#tail.length - this.#kept);
    const items = [...this.#head, ...this.#tail.slice(surplus)];
    return {
      net: this.net,
      born: items[0]?.kind === 'setup',
      items,
      omitted: { items: this.#omitted + surplus, after: this.#head.length },
    };
  }

  #joins(item: NamespaceItem): boolean {
    const list = this.#tail.length > 0 ? this.#tail : this.#head;
    const last = list.at(-1);
    const joined = last === undefined ? null : join(last, item);
    if (joined !== null) list[list.length - 1] = joined;
    return joined !== null;
  }
}

/** Operations in a row are one item; those that were initialised by making a device are its. */
function join(last: NamespaceItem, item: NamespaceItem): NamespaceItem | null {
  if (isRun(last) && isRun(item) && last.kind === item.kind) {
    return { ...last, names: [...last.names, ...item.names] };
  }
  if (last.kind !== 'created' || item.kind !== 'initialised') return null;
  if (last.by !== null || last.task !== item.task) return null;
  return { ...last, by: item.names[0] ?? null };
}

function isRun(item: NamespaceItem): item is NamespaceItem & OpsRun {
  return item.kind === 'initialised' || item.kind === 'exited';
}
