/** An assertion that is none: where it stops making sense, and what could stand there. */
export class AssertionSyntaxError extends SyntaxError {
  override readonly name = 'AssertionSyntaxError';
  readonly code = 'assertion-syntax';
  /** 1-based, in UTF-16 code units of the text. */
  readonly column: number;
  readonly expected: string;
  readonly found: string;

  constructor(column: number, expected: string, found: string) {
    super(`column ${column}: expected ${expected}, found ${found}`);
    this.column = column;
    this.expected = expected;
    this.found = found;
  }
}
