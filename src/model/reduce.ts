import { apply } from './apply.ts';
import type { KernelEvent } from './events.ts';
import { immer } from './immer.ts';
import type { KernelState } from './state.ts';

/**
 * Folds one event into the state: pure, total, the result deeply frozen. For many events take
 * {@link fold}, which runs the same recipe hundreds of times faster.
 *
 * @example
 * ```ts
 * const state = events.reduce(reduce, initialState);
 * ```
 */
export function reduce(state: KernelState, event: KernelEvent): KernelState {
  return immer.produce(state, (draft) => apply(draft, event));
}
