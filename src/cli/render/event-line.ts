import type { KernelEvent } from '../../model/events.ts';
import { evidenceMark } from './evidence.ts';
import { type Line, line, type Piece, spaces } from './line.ts';
import { sinceText, TIME_COLUMNS } from './time.ts';

/**
 * When it happened, how we know, what it was, and where the log says so. What does not fit goes on
 * behind `bar` on the next line.
 */
export function eventLine(
  event: Pick<KernelEvent, 'at' | 'line' | 'evidence' | 'inferred'>,
  from: number | null,
  pieces: readonly Piece[],
  bar = '',
): Line {
  return line([sinceText(event.at, from), ' ', evidenceMark(event), ' ', ...pieces], {
    hang: [spaces(TIME_COLUMNS + 3), bar],
    right: event.line === null ? null : `L${event.line}`,
  });
}
