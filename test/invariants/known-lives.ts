import type { Monitor } from '../../src/invariants/invariant.ts';
import { Listeners } from '../../src/invariants/listeners.ts';
import { Lives } from '../../src/invariants/lives.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { given, type Told } from './history.ts';

/** What is known of lives after a hand-written history. */
export function livesAfter(...told: readonly Told[]): Lives {
  return livesOf(given(...told));
}

/** The same after some events. */
export function livesOf(events: readonly KernelEvent[]): Lives {
  const lives = new Lives(null);
  tell(events, lives);
  return lives;
}

/** Tells events to what keeps account of lives, and to monitors beside it. */
export function tell(
  events: readonly KernelEvent[],
  lives: Lives,
  ...monitors: readonly Monitor[]
): void {
  const listeners = new Listeners(monitors, lives);
  for (const event of events) {
    listeners.turnTo(event.type);
    listeners.tell(event, initialState);
  }
}
