import type { KernelEvent } from '../model/events.ts';

/** Some hundred bytes each: a longer recording is judged in constant memory, not remembered. */
const MOST_EVENTS = 25_000;

/** Remembers a recording while it is read, unless it turns out to be too long. */
export class Retained {
  #events: KernelEvent[] | null = [];

  /** The whole recording; `null` where it was too long to remember. */
  get events(): readonly KernelEvent[] | null {
    return this.#events;
  }

  keep(events: readonly KernelEvent[]): void {
    if (this.#events === null) return;
    if (this.#events.length + events.length > MOST_EVENTS) this.#events = null;
    else for (const event of events) this.#events.push(event);
  }
}
