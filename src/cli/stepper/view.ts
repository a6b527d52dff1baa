import type { KernelEvent } from '../../model/events.ts';
import { LEGEND } from '../render/evidence.ts';
import { type Line, line, type Piece, span } from '../render/line.ts';
import type { Look } from '../render/look.ts';
import { count as number } from '../render/quantity.ts';
import { sentence } from '../render/sentence.ts';
import { sinceText } from '../render/time.ts';
import { typeset, typesetRow } from '../render/typeset.ts';
import { eventRows } from './event-pane.ts';
import { focusName } from './focus.ts';
import { scrubber } from './scrubber.ts';
import { stateLines } from './state-pane.ts';
import { currentEvent, type Stepper } from './stepper.ts';
import type { Tape } from './tape.ts';

/** How much room there is. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const LOG_ROWS = 2;
const MOST_BREACH_ROWS = 3;
/** Below this many columns the state stands under the events, not beside them. */
const FEWEST_BESIDE = 60;

/** The whole screen: as many rows as there is room for, each exactly as wide as that. */
export function view(stepper: Stepper, tape: Tape, size: Size, look: Look): readonly string[] {
  const wide = { ...look, columns: size.columns };
  const head = [
    typesetRow(header(stepper, tape), wide),
    typesetRow(scrubber(stepper.count, tape, size.columns), wide),
  ];
  const foot = [
    typesetRow(stampRow(stepper, tape, size.columns), wide),
    typesetRow(saying(stepper, tape), wide),
    ...fitted(logLine(stepper, tape), LOG_ROWS, wide),
    ...breachRows(stepper, tape, wide),
    typesetRow(bottom(stepper), wide),
  ];
  const room = size.rows - head.length - foot.length;
  const rows = [...head, ...panes(stepper, tape, Math.max(0, room), wide), ...foot];
  return rows.length > size.rows ? rows.slice(rows.length - size.rows) : rows;
}

/** The events on the left, the state on the right. */
function panes(stepper: Stepper, tape: Tape, rows: number, look: Look): readonly string[] {
  if (look.columns < FEWEST_BESIDE) {
    const above = Math.ceil(rows / 2);
    const events = eventRows(stepper, tape, above).map((pieces) => typesetRow(pieces, look));
    return [
      ...filled(events, above, look),
      ...fittedLines(stateLines(stepper, tape, look.columns), rows - above, look),
    ];
  }
  const left = { ...look, columns: Math.floor((look.columns - 1) * 0.52) };
  const right = { ...look, columns: look.columns - 1 - left.columns };
  const events = eventRows(stepper, tape, rows).map((pieces) => typesetRow(pieces, left));
  const states = fittedLines(stateLines(stepper, tape, right.columns), rows, right);
  const bar = typesetRow([span('dim', '│')], { ...look, columns: 1 });
  return filled(events, rows, left).map((row, place) => `${row}${bar}${states[place] ?? ''}`);
}

/** The log, where in it we are, and what is looked at. */
function header({ count, focus }: Stepper, tape: Tape): readonly Piece[] {
  const { title, recording, phases } = tape;
  const phase = phases.findLast((candidate) => candidate.count <= count);
  const watched = focus === null ? null : focusName(focus, recording.after(count), tape);
  return [
    ` ${number(count)} of ${number(recording.events.length, 'event')}  `,
    span('dim', phase?.name ?? 'before the first phase'),
    ...(watched === null ? [] : ['  ', span('changed', ` only ${watched} (Esc: all) `)]),
    '  ',
    span('strong', title),
  ];
}

/** A rule that says where and when the event was. */
function stampRow(stepper: Stepper, tape: Tape, columns: number): readonly Piece[] {
  const event = currentEvent(stepper, tape);
  const told = event === null ? [] : stamps(event, tape.recording.events[0]?.at ?? null);
  const text = told.length === 0 ? '' : `─ ${told.join(' · ')} `;
  return [span('dim', text + '─'.repeat(Math.max(0, columns - text.length)))];
}

function stamps(event: KernelEvent, from: number | null): readonly string[] {
  const { line: place, cpu, task, evidence } = event;
  const since = sinceText(event.at, from).trim();
  return [
    ...(place === null ? [] : [`L${place}`]),
    ...(since === '' ? [] : [since]),
    ...(cpu === null ? [] : [`CPU ${cpu}`]),
    ...(task === null ? [] : [task]),
    event.type,
    evidence,
  ];
}

function saying(stepper: Stepper, tape: Tape): readonly Piece[] {
  const event = currentEvent(stepper, tape);
  return event === null ? LEGEND.pieces : [' ', ...sentence(event)];
}

function logLine(stepper: Stepper, tape: Tape): Line {
  const event = currentEvent(stepper, tape);
  const text = event === null ? null : tape.textOf(event);
  return line([' ', span('dim', text?.trim() ?? '')], { hang: [' '] });
}

function breachRows({ count }: Stepper, { breaches }: Tape, look: Look): readonly string[] {
  const lines = breaches
    .filter((breach) => breach.count === count)
    .map(({ id, message }) => line([span('bad', ` ✗ ${id}: `), message], { hang: ['   '] }));
  return rowsOf(lines, look).slice(0, MOST_BREACH_ROWS);
}

const HELP: readonly (readonly [keys: string, does: string])[] = [
  ['←→', 'event'],
  ['PgUp/Dn', 'phase'],
  ['Home/End', ''],
  ['/', 'search'],
  ['v', 'violation'],
  ['n', 'netns'],
  ['d', 'device'],
  ['q', 'quit'],
];

/** What is being typed, else why nothing happened, else what there is to press. */
function bottom({ typing, sought, note }: Stepper): readonly Piece[] {
  if (typing !== null) {
    const again = sought === '' ? '' : `  (Enter: ${sought} again)`;
    return [' /', span('strong', typing), '_', span('dim', typing === '' ? again : '')];
  }
  if (note !== null) return [' ', span('unsure', note)];
  return HELP.flatMap(([keys, does]) => [' ', span('strong', keys), ` ${does}`]);
}

/** A line in exactly so many rows. */
function fitted(one: Line, rows: number, look: Look): readonly string[] {
  return filled(rowsOf([one], look).slice(0, rows), rows, look);
}

/** Lines in exactly so many rows; what is cut short says so. */
function fittedLines(lines: readonly Line[], rows: number, look: Look): readonly string[] {
  const all = rowsOf(lines, look);
  if (all.length <= rows) return filled(all, rows, look);
  const more = typesetRow([span('dim', `  … ${number(all.length - rows + 1)} more rows`)], look);
  return [...all.slice(0, Math.max(0, rows - 1)), more].slice(0, rows);
}

function filled(some: readonly string[], rows: number, look: Look): readonly string[] {
  const blank = ' '.repeat(look.columns);
  return [...some, ...Array.from({ length: Math.max(0, rows - some.length) }, () => blank)];
}

function rowsOf(lines: readonly Line[], look: Look): readonly string[] {
  const text = typeset(lines, look);
  return text === '' ? [] : text.slice(0, -1).split('\n');
}
