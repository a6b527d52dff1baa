import type { EventOf } from './events.ts';

/** A gap that no line shows and nobody counts is no loss, but the seam between two recordings. */
export function isSeam({ evidence, line, cpu, lost }: EventOf<'recording.gap'>): boolean {
  return evidence !== 'inferred' && line === null && cpu === null && lost === null;
}
