/** What a piece of text means to the eye; how it looks is decided when it is printed. */
export type Tone = 'strong' | 'dim' | 'good' | 'bad' | 'unsure' | 'name' | 'changed';

/** A run of text in one tone. */
export interface Span {
  readonly text: string;
  readonly tone: Tone | null;
}

/** What a line is made of: strings are plain text. */
export type Piece = string | Span;

/**
 * One line to print. It is escaped, fitted to the width and coloured by `typeset`, and only there:
 * whoever makes lines may put any string of a log into them.
 */
export interface Line {
  readonly pieces: readonly Piece[];
  /** What stands before the rest of a line that is too long, `""` at the margin. */
  readonly hang: readonly Piece[];
  /** Stands at the right edge, where the log line is told. */
  readonly right: string | null;
  /** Repeated up to the right edge. */
  readonly fill: string | null;
}

/** A line; what is too long continues on the next, below `hang`. */
export function line(
  pieces: readonly Piece[],
  { hang = [], right = null }: Partial<Pick<Line, 'hang' | 'right'>> = {},
): Line {
  return { pieces, hang, right, fill: null };
}

/** The title of a section, ruled off from what stands before. */
export function heading(title: string): Line {
  return { pieces: ['── ', span('strong', title), ' '], hang: [], right: null, fill: '─' };
}

/** An empty line. */
export const BLANK: Line = line([]);

/** Text in a tone. */
export function span(tone: Tone, text: string): Span {
  return { text, tone };
}

/** So many spaces. */
export function spaces(count: number): string {
  return ' '.repeat(count);
}
