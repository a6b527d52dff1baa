import type { Explanation } from '../invariants/explain.ts';
import { type Case, Explainer } from '../invariants/explainer.ts';
import type { KernelEvent } from '../model/events.ts';
import { initialState } from '../model/initial-state.ts';
import { Overlay } from '../model/overlay.ts';

/** Some hundred bytes each. */
const REMEMBERED_EVENTS = 12_500;

/**
 * The last events of a log that cannot be read again, to tell the stories of violations among them.
 * What came before is remembered as the state it led to.
 */
export class RecentEvents {
  readonly #least: number;
  readonly #past = new Overlay(initialState);
  #older: KernelEvent[] = [];
  #newer: KernelEvent[] = [];

  /** At least so many events are remembered, at most twice as many. */
  constructor(least = REMEMBERED_EVENTS) {
    this.#least = least;
  }

  keep(events: readonly KernelEvent[]): void {
    for (const event of events) {
      if (this.#newer.length === this.#least) this.#forget();
      this.#newer.push(event);
    }
  }

  /** The stories of those cases that are among them. */
  explain(cases: readonly Case[]): readonly Explanation[] {
    const explainer = new Explainer(cases, { before: this.#past.snapshot() });
    for (const event of this.#older) explainer.see(event);
    for (const event of this.#newer) explainer.see(event);
    return explainer.explanations;
  }

  #forget(): void {
    for (const event of this.#older) this.#past.apply(event);
    this.#older = this.#newer;
    this.#newer = [];
  }
}
