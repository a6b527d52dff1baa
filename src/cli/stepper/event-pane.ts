import type { KernelEvent } from '../../model/events.ts';
import { evidenceMark } from '../render/evidence.ts';
import { type Piece, span } from '../render/line.ts';
import { sentence } from '../render/sentence.ts';
import { isAbout } from './focus.ts';
import type { Stepper } from './stepper.ts';
import type { Tape } from './tape.ts';

/** The events around where the stepper stands, a row each, no more than `rows`. */
export function eventRows(
  stepper: Stepper,
  tape: Tape,
  rows: number,
): readonly (readonly Piece[])[] {
  const past = Math.ceil(rows / 2);
  const before = indexesFrom(stepper.count - 1, -1, past, stepper, tape).reverse();
  const after = indexesFrom(stepper.count, 1, rows - 1, stepper, tape);
  const start = stepper.count === 0 ? [[span('strong', '▸ '), span('dim', 'the beginning')]] : [];
  return [...start, ...[...before, ...after].map((index) => eventRow(index, stepper, tape))].slice(
    0,
    rows,
  );
}

function eventRow(index: number, { count }: Stepper, tape: Tape): readonly Piece[] {
  const event = tape.recording.events[index];
  if (event === undefined) return [];
  const isBreach = tape.breaches.some((breach) => breach.count === index + 1);
  const isNow = index === count - 1;
  const mark = isNow ? span('strong', '▸') : ' ';
  const broken = isBreach ? span('bad', '✗') : evidenceMark(event);
  return [mark, span('dim', place(event)), ' ', broken, ' ', ...told(event, index, count)];
}

/** What has happened, what happens now, and what is still to come. */
function told(event: KernelEvent, index: number, count: number): readonly Piece[] {
  const pieces = sentence(event);
  if (index < count - 1) return pieces;
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
  return [span(index === count - 1 ? 'strong' : 'dim', text)];
}

const PLACE_COLUMNS = 6;

function place({ line, seq }: KernelEvent): string {
  return (line === null ? `#${seq}` : `L${line}`).padStart(PLACE_COLUMNS);
}

/** The nearest events that concern what is looked at, by index, the nearest first. */
function indexesFrom(
  first: number,
  by: 1 | -1,
  most: number,
  { focus, count }: Stepper,
  tape: Tape,
): number[] {
  const { events } = tape.recording;
  const found: number[] = [];
  for (let index = first; index >= 0 && index < events.length; index += by) {
    if (found.length >= most) break;
    const event = events[index];
    if (event === undefined) break;
    if (index === count - 1 || isAbout(event, focus, tape)) found.push(index);
  }
  return found;
}
