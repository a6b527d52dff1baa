import type { KernelEvent } from '../model/events.ts';
import { initialState } from '../model/initial-state.ts';
import { Overlay } from '../model/overlay.ts';
import type { KernelState } from '../model/state.ts';

/** How a {@link Timeline} is kept. */
export interface TimelineOptions {
  /** Events between two snapshots, at least 1. Few make seeking fast, many save memory. */
  readonly every?: number;
}

/**
 * Measured with a million events of devices that come and go in one namespace after the other, Node
 * 20, `test/bench/histories.ts`: seeks in ms, the median and the 95th percentile, and the bytes kept
 * for each event, by how many namespaces are alive:
 *
 * | alive | every 256 | 512 | 1,024 |
 * |---|---|---|---|
 * | 8 | 0.04, 0.07, 12 bytes | 0.05, 0.10, 11 bytes | 0.09, 0.29, 11 bytes |
 * | 200 | 0.05, 0.12, 16 bytes | 0.08, 0.20, 13 bytes | 0.15, 0.97, 12 bytes |
 * | 20,000 | 0.16, 0.79, 43 bytes | 0.30, 5.8, 38 bytes | 0.61, 8.1, 35 bytes |
 *
 * Slow seeks are those in which the collector runs. Twice as many snapshots cost the fold up to
 * twice the time.
 */
const EVERY = 512;

/**
 * Random access to a recording: the state after any event, line or time, as an immutable value.
 *
 * @example
 * ```ts
 * const recording = timeline(events);
 * recording.at(41).nets.size; // after the event with seq 41
 * recording.atTime(1_500_000_000).boot.phase; // one and a half seconds in
 * ```
 *
 * @throws RangeError as {@link Timeline.append} does, or if `every` is no whole number from 1 on.
 */
export function timeline(
  events: Iterable<KernelEvent> = [],
  { every = EVERY }: TimelineOptions = {},
): Timeline {
  const whole = new Timeline(every);
  whole.append(events);
  return whole;
}

/** A place in a recording: an event, a line of the log (from 1), or integer nanoseconds. */
export type Place =
  | { readonly seq: number }
  | { readonly line: number }
  | { readonly time: number };

/** A recording that can be entered anywhere; it grows by {@link Timeline.append}. */
export class Timeline {
  readonly #every: number;
  readonly #events: KernelEvent[] = [];
  readonly #marks: Mark[] = [];
  readonly #head = new Overlay(initialState);
  #line = Number.NEGATIVE_INFINITY;
  #time = Number.NEGATIVE_INFINITY;

  constructor(every: number) {
    if (!(Number.isSafeInteger(every) && every >= 1)) {
      throw new RangeError(`every: expected a whole number from 1 on, got ${every}`);
    }
    this.#every = every;
  }

  /** The events so far, in stream order. */
  get events(): readonly KernelEvent[] {
    return this.#events;
  }

  /**
   * Adds what the recording goes on with. Earlier answers stay valid.
   *
   * @throws RangeError if an event's `seq` is not greater than that of the one before.
   */
  append(events: Iterable<KernelEvent>): void {
    for (const event of events) {
      const last = this.#events.at(-1)?.seq ?? -1;
      if (event.seq <= last) {
        throw new RangeError(`seq: expected more than ${last}, got ${event.seq} (${event.type})`);
      }
      if (this.#events.length % this.#every === 0) {
        this.#marks.push({ state: this.#head.snapshot(), line: this.#line, time: this.#time });
      }
      this.#events.push(event);
      this.#head.apply(event);
      this.#line = Math.max(this.#line, event.line ?? this.#line);
      this.#time = Math.max(this.#time, event.at ?? this.#time);
    }
  }

  /** The state after all events up to `seq`; before the first event, the initial state. */
  at(seq: number): KernelState {
    return this.after(this.countTo({ seq }));
  }

  /** The state when the log had been read down to and including `line` (from 1). */
  atLine(line: number): KernelState {
    return this.after(this.countTo({ line }));
  }

  /** The state at a time: integer nanoseconds on the recording's clock, that instant included. */
  atTime(ns: number): KernelState {
    return this.after(this.countTo({ time: ns }));
  }

  /** The state after the first `count` events; a count outside the recording means its ends. */
  after(count: number): KernelState {
    const end = Math.min(Math.max(Math.trunc(count), 0), this.#events.length);
    if (end === this.#events.length) return this.#head.snapshot();
    const start = end - (end % this.#every);
    const overlay = new Overlay(this.#marks[start / this.#every]?.state ?? initialState);
    for (const event of this.#events.slice(start, end)) overlay.apply(event);
    return overlay.snapshot();
  }

  /** How many events there are before the first one beyond a place. */
  countTo(place: Place): number {
    if ('seq' in place) return firstIndex(this.#events, (event) => event.seq > place.seq);
    if ('line' in place) {
      const from = this.#blockBefore((mark) => mark.line > place.line);
      return this.#scan(from, (event) => event.line !== null && event.line > place.line);
    }
    const from = this.#blockBefore((mark) => mark.time > place.time);
    return this.#scan(from, (event) => event.at !== null && event.at > place.time);
  }

  /** Where the last block begins that no `passed` mark stands before. */
  #blockBefore(passed: (mark: Mark) => boolean): number {
    return Math.max(firstIndex(this.#marks, passed) - 1, 0) * this.#every;
  }

  #scan(from: number, passed: (event: KernelEvent) => boolean): number {
    for (let i = from; i < this.#events.length; i += 1) {
      const event = this.#events[i];
      if (event !== undefined && passed(event)) return i;
    }
    return this.#events.length;
  }
}

/**
 * What is known where a block begins. Logs may run backwards, where buffers of several CPUs were
 * put together, so `line` and `time` are the greatest so far: they only grow.
 */
interface Mark {
  readonly state: KernelState;
  readonly line: number;
  readonly time: number;
}

/** The index of the first item that has `passed`, which then all later ones have too. */
function firstIndex<T>(items: readonly T[], passed: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && passed(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
