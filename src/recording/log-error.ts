/** Why something could not be read as a log at all. */
export type LogErrorCode = 'empty' | 'binary' | 'unknown-format';

/**
 * The input is no log: nothing of it was read. Damaged lines within a log are no errors, they are
 * counted.
 */
export class LogError extends Error {
  override readonly name = 'LogError';
  readonly code: LogErrorCode;
  /** 1-based line that decided, where one did. */
  readonly line: number | null;

  constructor(code: LogErrorCode, message: string, line: number | null = null) {
    super(message);
    this.code = code;
    this.line = line;
  }
}
