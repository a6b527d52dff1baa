import { diff as compare, type Finding } from '../../replay/diff.ts';
import { complain } from '../complaint.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type FailOn, isFailure, parseFailOn } from '../fail-on.ts';
import { type InputOptions, readOptions, titleOf } from '../inputs.ts';
import { readWhole } from '../reading.ts';
import { diffLines } from '../render/diff.ts';
import { escapeJson } from '../render/escape.ts';
import { lookOf } from '../render/look.ts';
import { typeset } from '../render/typeset.ts';
import type { Shell } from '../shell.ts';

/** Options of `diff`. */
export interface DiffOptions extends InputOptions {
  readonly json?: boolean;
  /** Which differences exit with 1: `order,missing,slower=20%`. */
  readonly failOn?: string;
}

/** `diff A B`: what two recordings do differently, whatever their times, tasks and formats. */
export async function diff(
  shell: Shell,
  [a, b]: readonly [string, string],
  options: DiffOptions,
): Promise<ExitCode> {
  const failOn = parseFailOn(options.failOn ?? '');
  const reading = readOptions(options);
  const before = await readWhole(shell, a, reading);
  const after = await readWhole(shell, b, reading);
  if (before === null || after === null) return EXIT.unusable;
  const found = compare(before.events, after.events, { slower: failOn.slower });
  const failures = found.findings.filter((finding) => isFailure(finding, failOn));
  await shell.out.write(
    options.json === true
      ? `${escapeJson(JSON.stringify({ before: a, after: b, ...found }, null, 2))}\n`
      : typeset(diffLines(found, [titleOf(a), titleOf(b)]), lookOf(shell.out.terminal)),
  );
  if (before.summary.problems.length + after.summary.problems.length > 0) return EXIT.unusable;
  return await verdict(shell, failures, failOn);
}

async function verdict(
  shell: Shell,
  failures: readonly Finding[],
  { text }: FailOn,
): Promise<ExitCode> {
  if (failures.length === 0) return EXIT.ok;
  await complain(shell.err, `${failures.length} of these are failures, by --fail-on ${text}`);
  return EXIT.violated;
}
