import { catalogue } from '../../invariants/catalogue.ts';
import type { Invariant } from '../../invariants/invariant.ts';
import { Judge, type Judgement } from '../../invariants/judge.ts';
import type { ReadOptions } from '../../recording/read.ts';
import { EXIT, type ExitCode, gravest } from '../exit-code.ts';
import { type InputOptions, logsToRead, readOptions, unknownName } from '../inputs.ts';
import { readLog } from '../reading.ts';
import { type CheckedLog, checkLines, summaryLines } from '../render/check.ts';
import { checkJson, type UnreadLog } from '../render/check-json.ts';
import { escapeJson } from '../render/escape.ts';
import { BLANK } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { typeset } from '../render/typeset.ts';
import type { Shell } from '../shell.ts';

/** Options of `check`. */
export interface CheckOptions extends InputOptions {
  readonly json?: boolean;
  /** Ids of the only promises to judge. */
  readonly only?: readonly string[];
  /** A promise that remains unknown is worth an exit code. */
  readonly strict?: boolean;
}

/** `check LOG…`: the verdicts. */
export async function check(
  shell: Shell,
  named: readonly string[],
  options: CheckOptions,
): Promise<ExitCode> {
  const invariants = promisesToJudge(options.only);
  const reading = readOptions(options);
  const files = logsToRead(shell, named);
  const look = lookOf(shell.out.terminal);
  const checked: CheckedLog[] = [];
  const unread: UnreadLog[] = [];
  for (const file of files) {
    const result = await checkLog(shell, file, { reading, invariants });
    if ('message' in result) unread.push(result);
    else {
      checked.push(result);
      if (options.json === true) continue;
      const block = checkLines(result, invariants);
      await shell.out.write(typeset(checked.length > 1 ? [BLANK, ...block] : block, look));
    }
  }
  if (options.json === true) await shell.out.write(json(checkJson(checked, unread)));
  else if (files.length > 1) {
    const missing = unread.map(({ file }) => file);
    await shell.out.write(typeset([BLANK, ...summaryLines(checked, missing)], look));
  }
  return gravest([
    ...unread.map(() => EXIT.unusable),
    ...checked.map((log) => exitCode(log, options.strict === true)),
  ]);
}

async function checkLog(
  shell: Shell,
  file: string,
  { reading, invariants }: { reading: ReadOptions; invariants: readonly Invariant[] },
): Promise<CheckedLog | UnreadLog> {
  const judge = new Judge({ invariants });
  const result = await readLog(shell, file, reading, async (events) => {
    for (const event of events) judge.see(event);
    return true;
  });
  if (result.read === 'whole') return { file, summary: result.summary, judgement: judge.end() };
  return { file, message: result.read === 'failed' ? result.message : 'was not read to its end' };
}

/** @throws UsageError for an id that is none. */
function promisesToJudge(only: readonly string[] | undefined): readonly Invariant[] {
  if (only === undefined) return catalogue;
  const ids = only.flatMap((list) => list.split(',')).map((id) => id.trim());
  return ids.map((id) => {
    const known = catalogue.find((invariant) => invariant.id === id);
    if (known !== undefined) return known;
    throw unknownName(
      '--only',
      id,
      catalogue.map((invariant) => invariant.id),
    );
  });
}

function exitCode({ summary, judgement }: CheckedLog, strict: boolean): ExitCode {
  if (summary.problems.length > 0) return EXIT.unusable;
  return verdictCode(judgement, strict);
}

function verdictCode({ verdict, invariants }: Judgement, strict: boolean): ExitCode {
  if (verdict === 'violated') return EXIT.violated;
  const doubtful = invariants.some((promise) => promise.verdict === 'unknown');
  return strict && doubtful ? EXIT.unknown : EXIT.ok;
}

function json(value: object): string {
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`;
}
