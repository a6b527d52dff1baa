import { MonitorError } from '../invariants/guarded.ts';
import { DamagedInput } from '../node/damage.ts';
import { InputError } from '../node/input-error.ts';
import type { LogProblem } from '../recording/event-reader.ts';
import { LogError } from '../recording/log-error.ts';
import { escapeText } from './render/escape.ts';
import { toAscii } from './render/glyphs.ts';
import type { Screen } from './shell.ts';

/** More broken lines of one file are only counted. */
const MOST_PROBLEMS = 20;

/** Says on stderr, in one line, what is wrong: `netdev-replay: FILE: found …, expected …`. */
export async function complain(err: Screen, ...parts: readonly string[]): Promise<void> {
  const text = ['netdev-replay', ...parts].join(': ');
  await err.write(`${err.terminal.unicode ? escapeText(text) : toAscii(text)}\n`);
}

/**
 * What a user should read about an error of the input, or of a promise of their own; any other
 * error is ours and goes on.
 */
export function inputComplaint(error: unknown): string {
  // Whatever was read of damaged data is judged; this is what remains where nothing was.
  if (error instanceof DamagedInput) return `${error.message}; 0 lines of it could be read`;
  if (error instanceof InputError || error instanceof LogError) return error.message;
  if (error instanceof MonitorError) return error.message;
  throw error;
}

/** Lists the broken lines of a structured log. */
export async function complainOfLines(
  err: Screen,
  file: string,
  problems: readonly LogProblem[],
): Promise<void> {
  for (const { line, expected, found } of problems.slice(0, MOST_PROBLEMS)) {
    await complain(err, `${file}:${line}`, `expected ${expected}, found ${found}`);
  }
  const more = problems.length - MOST_PROBLEMS;
  if (more > 0) await complain(err, file, `… and ${more} more broken lines`);
}
