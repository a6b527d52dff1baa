import type { KernelEvent } from '../model/events.ts';
import { describeMoment, isAfter, isBefore, type Moment } from './moment.ts';

/** Where a passage begins and ends; both moments belong to it. */
export interface Bounds {
  readonly from: Moment | null;
  readonly to: Moment | null;
}

/** What becomes of some events: those to know about, and those to tell. */
export interface Cut {
  readonly before: readonly KernelEvent[];
  readonly within: readonly KernelEvent[];
}

/**
 * A part of a recording, found while the recording comes by. Logs may run backwards where buffers
 * were put together: what has begun goes on until the first event that lies behind its end.
 */
export class Passage {
  readonly #bounds: Bounds;
  #begun: boolean;
  #over = false;
  #told = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
    this.#begun = bounds.from === null;
  }

  /** Something lies behind its end. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Nothing of it was seen so far. */
  get isEmpty(): boolean {
    return this.#told === 0;
  }

  /** Where it is in words: `from line 12 to 2.5 s`. */
  get words(): string {
    const { from, to } = this.#bounds;
    return [
      ...(from === null ? [] : [`from ${describeMoment(from)}`]),
      ...(to === null ? [] : [`to ${describeMoment(to)}`]),
    ].join(' ');
  }

  /** Sorts the next events; nothing is left once it is over. */
  cut(events: readonly KernelEvent[]): Cut {
    const cut: { before: KernelEvent[]; within: KernelEvent[] } = { before: [], within: [] };
    const { from, to } = this.#bounds;
    for (const event of events) {
      if (to !== null && isAfter(event, to)) this.#over = true;
      if (this.#over) break;
      this.#begun ||= from === null || !isBefore(event, from);
      (this.#begun ? cut.within : cut.before).push(event);
    }
    this.#told += cut.within.length;
    return cut;
  }
}
