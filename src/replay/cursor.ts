import type { KernelEvent } from '../model/events.ts';
import { Overlay } from '../model/overlay.ts';
import type { KernelState } from '../model/state.ts';
import type { Timeline } from './timeline.ts';

/** Where a replay stands. */
export interface Moment {
  /** How many events have happened. */
  readonly count: number;
  /** The last of them; `null` before the first. */
  readonly event: KernelEvent | null;
  /** What they add up to. */
  readonly state: KernelState;
}

/** A place in a recording to go forward from cheaply, and anywhere else at the price of a seek. */
export class Cursor {
  readonly #timeline: Timeline;
  #count = 0;
  #overlay: Overlay;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#overlay = new Overlay(timeline.after(0));
  }

  /** The last event that happened; `null` before the first. */
  get event(): KernelEvent | null {
    return this.#timeline.events[this.#count - 1] ?? null;
  }

  /** The event that comes next; `null` at the end. */
  get next(): KernelEvent | null {
    return this.#timeline.events[this.#count] ?? null;
  }

  /** Where the cursor stands. */
  get moment(): Moment {
    return { count: this.#count, event: this.event, state: this.#overlay.snapshot() };
  }

  /** Lets the next event happen; `false` if there is none. */
  forward(): boolean {
    const { next } = this;
    if (next === null) return false;
    this.#overlay.apply(next);
    this.#count += 1;
    return true;
  }

  /** Takes the last event back; `false` if there is none. */
  back(): boolean {
    if (this.#count === 0) return false;
    this.goTo(this.#count - 1);
    return true;
  }

  /** Goes to where `count` events have happened, or to the nearer end of the recording. */
  goTo(count: number): void {
    this.#count = Math.min(Math.max(Math.trunc(count), 0), this.#timeline.events.length);
    this.#overlay = new Overlay(this.#timeline.after(this.#count));
  }
}
