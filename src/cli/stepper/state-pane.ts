import { initialState } from '../../model/initial-state.ts';
import { type Line, line, type Piece, spaces, span } from '../render/line.ts';
import { textWidth } from '../render/width.ts';
import { type ChangedFacts, changesOf } from './changes.ts';
import { factsOf } from './facts.ts';
import { netsOf } from './focus.ts';
import { currentEvent, type Stepper } from './stepper.ts';
import type { Tape } from './tape.ts';

const LABEL_COLUMNS = 11;
const SEPARATOR = ' · ';

/** The state where the stepper stands, with marks on what the last event changed. */
export function stateLines(stepper: Stepper, tape: Tape, columns: number): readonly Line[] {
  const { count, focus } = stepper;
  const event = currentEvent(stepper, tape);
  const first = event === null ? [] : netsOf(event, tape);
  const after = tape.recording.after(count);
  const before = event === null ? initialState : tape.recording.after(count - 1);
  const rows = changesOf(factsOf(before, focus, first), factsOf(after, focus, first));
  if (rows.length > 0) return rows.flatMap((row) => rowLines(row, columns));
  return [line([span('dim', focus === null ? '  nothing is known yet' : '  not known here')])];
}

/** The values of a row; those that do not fit go on below, and none is torn apart. */
function rowLines({ label, facts }: ChangedFacts, columns: number): readonly Line[] {
  const room = columns - LABEL_COLUMNS - 3;
  const lines: ChangedFacts['facts'][number][][] = [];
  let left = 0;
  for (const fact of facts) {
    const width = textWidth(fact.text) + SEPARATOR.length;
    if (width > left) {
      lines.push([]);
      left = room + SEPARATOR.length;
    }
    lines.at(-1)?.push(fact);
    left -= width;
  }
  return lines.map((some, place) => rowLine({ label: place === 0 ? label : '', facts: some }));
}

function rowLine({ label, facts }: ChangedFacts): Line {
  const isChanged = facts.some(({ change }) => change !== 'same');
  const mark = isChanged ? span('changed', '*') : ' ';
  const pieces = facts.flatMap((fact, place) => [...(place === 0 ? [] : [SEPARATOR]), piece(fact)]);
  return line([mark, ' ', span('dim', label.padEnd(LABEL_COLUMNS)), ' ', ...pieces], {
    hang: [spaces(LABEL_COLUMNS + 3)],
  });
}

function piece({ text, change }: ChangedFacts['facts'][number]): Piece {
  switch (change) {
    case 'same':
      return text;
    case 'changed':
      return span('changed', text);
    case 'gone':
      return span('bad', `−${text}`);
    default:
      return change satisfies never;
  }
}
