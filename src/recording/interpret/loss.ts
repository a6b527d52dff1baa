import type { Place } from '../observation.ts';
import type { Scene } from './scene.ts';

/** Nobody knows where. */
export const SOMEWHERE: Place = { at: null, cpu: null, task: null, line: null };

/**
 * Records were lost: `count` of them, where the log counts them. Among them may be the end of a
 * cleanup_net and the beginning of the next, so what comes to light from here on is told here.
 */
export function lose(place: Place, count: number | null, scene: Scene): void {
  scene.outbox.post(place, () => ({ type: 'recording.gap', lost: count }));
  for (const batch of scene.batches) batch.interrupt();
}
