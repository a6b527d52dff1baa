import type { KernelEvent } from './events.ts';
import { initialState } from './initial-state.ts';
import { Overlay } from './overlay.ts';
import type { KernelState } from './state.ts';

/**
 * Folds many events into the state they add up to, frozen. Equal to reducing them one by one.
 *
 * @example
 * ```ts
 * const state = fold(events);
 * state.nets.get(INIT_NET)?.loopback;
 * ```
 */
export function fold(
  events: Iterable<KernelEvent>,
  state: KernelState = initialState,
): KernelState {
  const overlay = new Overlay(state);
  for (const event of events) overlay.apply(event);
  return overlay.snapshot();
}
