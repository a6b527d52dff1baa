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

/** The name of what the log does not name. */
export const UNNAMED = '?';

/** An item in which things still happen. */
export class OpenItem implements Item {
  readonly key: string;
  readonly line: number | null;
  readonly items: OpenItem[] = [];
  rc: number | null = null;
  duration: number | null = null;
  /** Neither unnamed nor inside of something unnamed. */
  readonly #isNamed: boolean;
  readonly #since: number | null;
  readonly #byName = new Map<string, { readonly first: OpenItem; count: number }>();

  /** `event` is the one that began it; `null` for what only holds others together. */
  constructor(key: string, event: KernelEvent | null = null, isNamed = true) {
    this.key = key;
    this.line = event?.line ?? null;
    this.#since = event?.at ?? null;
    this.#isNamed = isNamed;
  }

  /**
   * Something happened inside. What has no name, or happens in what has none, is listed once
   * however often it comes: that depends on who shared a batch with whom, and so on timing.
   */
  add(name: string, event: KernelEvent | null = null): OpenItem {
    const isNamed = this.#isNamed && name !== UNNAMED;
    const known = this.#byName.get(name);
    if (known === undefined) {
      const first = new OpenItem(name, event, isNamed);
      this.#byName.set(name, { first, count: 1 });
      this.items.push(first);
      return first;
    }
    if (!isNamed) return known.first;
    known.count += 1;
    const next = new OpenItem(`${name} #${known.count}`, event);
    this.items.push(next);
    return next;
  }

  /** It is over, after `duration` nanoseconds or those that the clock shows. */
  end(event: KernelEvent, rc: number | null, duration: number | null = null): void {
    const lasted = event.at === null || this.#since === null ? null : event.at - this.#since;
    this.rc = rc;
    if (this.#isNamed) this.duration = duration ?? lasted;
  }
}
