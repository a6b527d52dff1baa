import { escapeText } from './escape.ts';
import { toAscii } from './glyphs.ts';
import type { Line, Piece, Tone } from './line.ts';
import type { Look } from './look.ts';
import { charWidth } from './width.ts';

/** One column of a terminal, or two, or a mark on the one before. */
interface Cell {
  readonly char: string;
  readonly tone: Tone | null;
  readonly width: number;
}

/** Between a line and what stands at its right edge. */
const GAP = 2;
/** However deep the hang, so much of every line is text. */
const FEWEST_TEXT_COLUMNS = 20;

/**
 * Lines as text for a terminal, each ended by a newline. This is the one place where strings are
 * escaped, brought down to ASCII where need be, wrapped and coloured.
 */
export function typeset(lines: Iterable<Line>, look: Look): string {
  let text = '';
  for (const line of lines) text += typesetLine(line, look);
  return text;
}

/** One row exactly as wide as the look: cut where it is too long, filled up where it is short. */
export function typesetRow(pieces: readonly Piece[], look: Look): string {
  const cells = cellsOf(pieces, look);
  const isLong = widthOf(cells) > look.columns;
  const end = isLong ? cellsOf(['…'], look) : [];
  const room = Math.max(0, look.columns - widthOf(end));
  const row = isLong ? cells.slice(0, cutAt(cells, room)) : cells;
  const missing = Math.max(0, room - widthOf(row));
  return painted([...row, ...end], look) + ' '.repeat(missing);
}

function typesetLine(line: Line, look: Look): string {
  const right = line.right === null ? [] : cellsOf([{ text: line.right, tone: 'dim' }], look);
  const room = look.columns - (right.length === 0 ? 0 : widthOf(right) + GAP);
  const rows = wrap(filled(line, look), cellsOf(line.hang, look), room);
  const texts = rows.map((row, index) => {
    if (index > 0 || right.length === 0) return painted(withoutTrailingSpace(row), look);
    const gap = ' '.repeat(look.columns - widthOf(row) - widthOf(right));
    return painted(row, look) + gap + painted(right, look);
  });
  return `${texts.join('\n')}\n`;
}

/** The cells of a line, with its filling up to the right edge. */
function filled({ pieces, fill }: Line, look: Look): readonly Cell[] {
  const cells = cellsOf(pieces, look);
  if (fill === null) return cells;
  return [...cells, ...cellsOf([fill.repeat(Math.max(0, look.columns - widthOf(cells)))], look)];
}

function cellsOf(pieces: readonly Piece[], look: Look): readonly Cell[] {
  const cells: Cell[] = [];
  for (const piece of pieces) {
    const { text, tone } = typeof piece === 'string' ? { text: piece, tone: null } : piece;
    const safe = look.unicode ? escapeText(text) : toAscii(text);
    for (const char of safe) cells.push({ char, tone, width: charWidth(char) });
  }
  return cells;
}

/** Breaks at the last space that fits, or in the middle of what has none. */
function wrap(
  cells: readonly Cell[],
  hang: readonly Cell[],
  columns: number,
): readonly (readonly Cell[])[] {
  const prefix = hang.slice(0, cutAt(hang, Math.max(0, columns - FEWEST_TEXT_COLUMNS)));
  const rows: (readonly Cell[])[] = [];
  let rest = cells;
  for (;;) {
    const start = rows.length === 0 ? [] : prefix;
    const end = breakAt(rest, columns - widthOf(start));
    rows.push([...start, ...rest.slice(0, end)]);
    rest = rest.slice(end);
    while (rest[0]?.char === ' ') rest = rest.slice(1);
    if (rest.length === 0) return rows;
  }
}

function breakAt(cells: readonly Cell[], room: number): number {
  let width = 0;
  let space = 0;
  let before = ' ';
  let index = 0;
  for (const { char, width: columns } of cells) {
    width += columns;
    if (width > room) {
      if (char === ' ') return index;
      return space > 0 ? space : Math.max(1, index);
    }
    // Spaces in front of the first word are indentation, no place to break.
    if (char === ' ' && before !== ' ') space = index;
    before = char;
    index += 1;
  }
  return cells.length;
}

/** How many cells fit. */
function cutAt(cells: readonly Cell[], room: number): number {
  let width = 0;
  const end = cells.findIndex((cell) => {
    width += cell.width;
    return width > room;
  });
  return end === -1 ? cells.length : end;
}

function withoutTrailingSpace(row: readonly Cell[]): readonly Cell[] {
  const last = row.findLastIndex((cell) => cell.char !== ' ');
  return row.slice(0, last + 1);
}

function painted(row: readonly Cell[], look: Look): string {
  let text = '';
  let run = '';
  let tone: Tone | null = null;
  for (const cell of row) {
    if (cell.tone !== tone) {
      text += run === '' ? '' : look.paint(tone, run);
      run = '';
      tone = cell.tone;
    }
    run += cell.char;
  }
  return text + (run === '' ? '' : look.paint(tone, run));
}

function widthOf(cells: readonly Cell[]): number {
  let width = 0;
  for (const cell of cells) width += cell.width;
  return width;
}
