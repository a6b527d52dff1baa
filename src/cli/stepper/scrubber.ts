import { type Piece, span } from '../render/line.ts';
import type { Tape } from './tape.ts';

/** The whole recording as one row: where phases begin, where promises break, where we are. */
export function scrubber(count: number, tape: Tape, columns: number): readonly Piece[] {
  const cells: Piece[] = Array.from({ length: columns }, () => span('dim', '─'));
  const total = Math.max(1, tape.recording.events.length);
  const set = (at: number, piece: Piece) => {
    cells[Math.floor((at / total) * (columns - 1))] = piece;
  };
  for (const phase of tape.phases) set(phase.count, span('dim', '┆'));
  for (const breach of tape.breaches) set(breach.count, span('bad', '✗'));
  set(count, span('strong', '●'));
  return columns > 0 ? cells : [];
}
