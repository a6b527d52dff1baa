import type { EventBody, KernelEvent } from '../model/events.ts';
import { initialState } from '../model/initial-state.ts';
import { Overlay } from '../model/overlay.ts';
import type { KernelState } from '../model/state.ts';

/** Who does something, and where. */
export interface Stamp {
  readonly task: string;
  readonly cpu: number;
}

const SECOND = 1_000_000_000;
const EVENT_COST = 1_000;

/**
 * What the simulated kernel did, and its public state: the fold of exactly that. Its clock is
 * logical: every event takes a microsecond, waiting takes what is waited.
 */
export class EventLog {
  readonly events: KernelEvent[] = [];
  readonly #overlay = new Overlay(initialState);
  #now: number;

  constructor(startSeconds: number) {
    this.#now = startSeconds * SECOND;
  }

  /** The state after the last event, as a live view. */
  get state(): KernelState {
    return this.#overlay.view;
  }

  /** Nanoseconds since power-on. */
  get now(): number {
    return this.#now;
  }

  /** Time passes. */
  advanceTo(now: number): void {
    this.#now = Math.max(this.#now, now);
  }

  /** Returns the event as it is now part of the log. */
  emit(body: EventBody, { task, cpu }: Stamp): KernelEvent {
    this.#now += EVENT_COST;
    const stamp = { at: this.#now, cpu, task, evidence: 'simulated', line: null } as const;
    const event: KernelEvent = { seq: this.events.length, ...stamp, ...body };
    this.events.push(event);
    this.#overlay.apply(event);
    return event;
  }
}
