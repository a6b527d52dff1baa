/** A .dot file that is no automaton: where, what could stand there, and what does. */
export class DotSyntaxError extends SyntaxError {
  override readonly name = 'DotSyntaxError';
  readonly code = 'dot-syntax';
  /** 1-based, as is the column, in UTF-16 code units. */
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly found: string;

  constructor(place: DotPlace, expected: string, found: string) {
    super(`${place.line}:${place.column}: expected ${expected}, found ${found}`);
    this.line = place.line;
    this.column = place.column;
    this.expected = expected;
    this.found = found;
  }
}

/** A place in a .dot file, both numbers from 1. */
export interface DotPlace {
  readonly line: number;
  readonly column: number;
}
