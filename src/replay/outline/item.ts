import type { KernelEvent } from '../../model/events.ts';

/**
 * Something that happened, named by its role and not by its id, time or text, with what happened
 * inside it. Two recordings of the same thing have the same items.
 */
export interface Item {
  /** Unique among its siblings: what comes twice is numbered (`"init sit_net_ops #2"`). */
  readonly key: string;
  /** 1-based line of the log that showed it first. */
  readonly line: number | null;
  /** Zero or a negative errno, `null` where the log does not tell. */
  readonly rc: number | null;
  /** Nanoseconds from its beginning to its end, where the log tells. */
  readonly duration: number | null;
  /** In the order of happening. */
  readonly items: readonly Item[];
}

/** An item in which things still happen. */
export class OpenItem implements Item {
  readonly key: string;
  readonly line: number | null;
  readonly items: OpenItem[] = [];
  rc: number | null = null;
  duration: number | null = null;
  readonly #since: number | null;
  readonly #counts = new Map<string, number>();

  /** `event` is the one that began it; `null` for what only holds others together. */
  constructor(key: string, event: KernelEvent | null = null) {
    this.key = key;
    this.line = event?.line ?? null;
    this.#since = event?.at ?? null;
  }

  /** Something happened inside. */
  add(name: string, event: KernelEvent | null = null): OpenItem {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const item = new OpenItem(count === 1 ? name : `${name} #${count}`, event);
    this.items.push(item);
    return item;
  }

  /** It is over, after `duration` nanoseconds or those that the clock shows. */
  end(event: KernelEvent, rc: number | null, duration: number | null = null): void {
    const lasted = event.at === null || this.#since === null ? null : event.at - this.#since;
    this.rc = rc;
    this.duration = duration ?? lasted;
  }
}
