import type { Draft } from 'immer';
import type { EventOf } from './events.ts';
import type { TroubleState } from './state.ts';

export type TroubleEvent = EventOf<
  'kernel.warned' | 'kernel.bug' | 'kernel.panicked' | 'recording.gap'
>;

/** Folds what the kernel complained about and what the recording lost. */
export function applyTrouble(trouble: Draft<TroubleState>, event: TroubleEvent): void {
  switch (event.type) {
    case 'kernel.warned':
      trouble.warnings += 1;
      return;
    case 'kernel.bug':
      trouble.bugs += 1;
      return;
    case 'kernel.panicked':
      trouble.panic = event.message;
      return;
    case 'recording.gap':
      // What only may be missing was not lost.
      if (event.evidence === 'inferred') return;
      trouble.gaps += 1;
      trouble.lost += event.lost ?? 0;
      return;
    default:
      event satisfies never;
  }
}
