import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Shell } from '../shell.ts';

/** A command whose result is the exit code. */
export type Action = () => Promise<ExitCode>;

/** What declaring a command takes. */
export interface Declaration {
  readonly program: Command;
  readonly shell: Shell;
  /** Tells what is to be done, once commander has understood the command line. */
  readonly choose: (action: Action) => void;
}

/** Options that many commands share. */
export const FORMAT = [
  '--format <name>',
  'the format of the log, instead of detecting it',
] as const;
export const JSON_FORM = ['--json', 'print JSON for machines'] as const;

/** Gathers an option that may be given more than once. */
export function gather(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

/** A log that may be left out, as the list the commands take. */
export function atMostOne(log: string | undefined): readonly string[] {
  return log === undefined ? [] : [log];
}
