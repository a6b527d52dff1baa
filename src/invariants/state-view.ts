import type { Overlay } from '../model/overlay.ts';
import type { KernelState } from '../model/state.ts';

/**
 * The state of a fold that goes on, to read and not to write: what is read of it is frozen. A
 * snapshot is taken when something is read, so a reader who does not look costs nothing.
 */
export function stateView(overlay: Overlay): KernelState {
  return Object.freeze({
    get events() {
      return overlay.view.events;
    },
    get boot() {
      return overlay.snapshot().boot;
    },
    get softnet() {
      return overlay.snapshot().softnet;
    },
    get softirqs() {
      return overlay.snapshot().softirqs;
    },
    get pernet() {
      return overlay.snapshot().pernet;
    },
    get nets() {
      return overlay.snapshot().nets;
    },
    get devices() {
      return overlay.snapshot().devices;
    },
    get waiting() {
      return overlay.snapshot().waiting;
    },
    get trouble() {
      return overlay.snapshot().trouble;
    },
    get freed() {
      return overlay.snapshot().freed;
    },
  });
}
