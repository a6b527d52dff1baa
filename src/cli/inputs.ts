import { STDIN } from '../node/log-file.ts';
import { FORMATS, type FormatName } from '../recording/formats.ts';
import type { ReadOptions } from '../recording/read.ts';
import { nearest } from './nearest.ts';
import type { Shell } from './shell.ts';
import { UsageError } from './usage-error.ts';

/** Options of every command that reads logs. */
export interface InputOptions {
  /** The format, where detection is not to be trusted. */
  readonly format?: string;
}

/**
 * The logs to read: those named, else standard input where something is piped in.
 *
 * @throws {@link UsageError} when there is nothing to read.
 */
export function logsToRead(shell: Shell, named: readonly string[]): readonly string[] {
  if (named.length > 0) return named;
  if (!shell.keyboard) return [STDIN];
  throw new UsageError('found no log, expected a file name, or a log piped in');
}

/** @throws {@link UsageError} for a format that does not exist. */
export function readOptions({ format }: InputOptions): ReadOptions {
  if (format === undefined) return {};
  const known = FORMATS.find(({ name }) => name === format);
  if (known !== undefined) return { format: known.name satisfies FormatName };
  throw unknownName(
    '--format',
    format,
    FORMATS.map(({ name }) => name),
  );
}

/** Lists what is allowed, and what may have been meant. */
export function unknownName(option: string, found: string, allowed: readonly string[]): UsageError {
  const close = nearest(found, allowed);
  const hint = close === null ? ',' : `, did you mean ${close}?`;
  return new UsageError(
    `${option}: found ${JSON.stringify(found)}${hint} expected one of ${allowed.join(', ')}`,
  );
}

/** What to call a log in messages. */
export function titleOf(file: string): string {
  return file === STDIN ? 'standard input' : file;
}
