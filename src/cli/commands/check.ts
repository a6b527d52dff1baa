import type { Invariant, Verdict } from '../../invariants/invariant.ts';
import type { JointJudgement } from '../../invariants/together.ts';
import { NOTHING_KNOWN } from '../../recording/boot-facts.ts';
import { factsOfBoot } from '../boot-facts.ts';
import type { CheckedLog, UnreadLog } from '../checked-log.ts';
import { complain, complainOfLines } from '../complaint.ts';
import { EXIT, type ExitCode, gravest } from '../exit-code.ts';
import { type InputOptions, logsToRead, readOptions, titleOf } from '../inputs.ts';
import { judgeAll } from '../judge-all.ts';
import type { JudgingOrder } from '../judging-order.ts';
import { type PromiseOptions, promisesToJudge } from '../promises-to-judge.ts';
import { checkLines, summaryLines } from '../render/check.ts';
import { BLANK } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { typeset } from '../render/typeset.ts';
import { REPORTS, type ReportForm, reportText } from '../report.ts';
import type { Shell } from '../shell.ts';
import { UsageError } from '../usage-error.ts';

/** Options of `check`. */
export interface CheckOptions
  extends InputOptions,
    PromiseOptions,
    Partial<Record<ReportForm, boolean>> {
  /** A promise that remains unknown is worth an exit code. */
  readonly strict?: boolean;
  /** The kernel that was recorded, where the log does not say. */
  readonly kernel?: string;
  /** The logs are of one boot: judged together. */
  readonly together?: boolean;
}

/** `check LOG…`: the verdicts. */
export async function check(
  shell: Shell,
  named: readonly string[],
  options: CheckOptions,
): Promise<ExitCode> {
  const invariants = await promisesToJudge(options);
  const form = reportForm(options);
  const files = logsToRead(shell, named);
  const together = options.together === true;
  const known = together ? await factsOfBoot(shell, files, readOptions(options)) : NOTHING_KNOWN;
  const order: JudgingOrder = {
    promises: options,
    reading: { ...readOptions(options), known },
    kernel: options.kernel ?? known.kernel,
    told: form === null,
    hashed: form === 'json',
  };
  const results: (CheckedLog | UnreadLog)[] = [];
  for await (const result of judgeAll(shell, files, order, invariants)) {
    await complainOf(shell, result);
    if (form === null && !together && 'judgement' in result) {
      const isFurther = results.some((earlier) => 'judgement' in earlier);
      await printBlock(shell, result, invariants, isFurther);
    }
    results.push(result);
  }
  const logs = results.filter((result) => 'judgement' in result);
  const unread = results.filter((result) => 'message' in result);
  const joint = together ? await join(logs) : null;
  if (form !== null) {
    await shell.out.write(await reportText(form, { logs, unread, invariants, joint }));
  } else if (joint !== null) {
    const { togetherLines } = await import('../render/together.ts');
    const lines = togetherLines(logs, joint, { known, invariants, unread });
    await shell.out.write(typeset(lines, lookOf(shell.out.terminal)));
  } else if (files.length > 1) await printSummary(shell, results);
  const verdicts: readonly Judged[] =
    joint === null ? logs.map(({ judgement }) => judgement) : [joint];
  return gravest([
    ...unread.map(() => EXIT.unusable),
    ...logs.filter(({ summary }) => summary.problems.length > 0).map(() => EXIT.unusable),
    ...verdicts.map((verdict) => exitCode(verdict, options.strict === true)),
  ]);
}

async function join(logs: readonly CheckedLog[]): Promise<JointJudgement> {
  const { judgeTogether } = await import('../../invariants/together.ts');
  return judgeTogether(logs.map(({ judgement }) => judgement));
}

/** Says on stderr what is wrong with a log. */
async function complainOf({ err }: Shell, result: CheckedLog | UnreadLog): Promise<void> {
  const title = titleOf(result.file);
  if ('message' in result) await complain(err, title, result.message);
  else await complainOfLines(err, title, result.summary.problems);
}

async function printBlock(
  shell: Shell,
  log: CheckedLog,
  invariants: readonly Invariant[],
  further: boolean,
): Promise<void> {
  const block = checkLines(log, invariants);
  const lines = further ? [BLANK, ...block] : block;
  await shell.out.write(typeset(lines, lookOf(shell.out.terminal)));
}

async function printSummary(
  shell: Shell,
  results: readonly (CheckedLog | UnreadLog)[],
): Promise<void> {
  const lines = [BLANK, ...summaryLines(results)];
  await shell.out.write(typeset(lines, lookOf(shell.out.terminal)));
}

/** @throws UsageError where more than one form is asked for; `null` is for humans. */
function reportForm(options: CheckOptions): ReportForm | null {
  const [form = null, ...others] = REPORTS.filter((name) => options[name] === true);
  if (others.length === 0) return form;
  throw new UsageError(`found --${form} and --${others[0]}, expected one form of report`);
}

/** What a judgement of one log and one of several have in common. */
interface Judged {
  readonly verdict: Verdict;
  readonly invariants: readonly { readonly verdict: Verdict }[];
}

function exitCode({ verdict, invariants }: Judged, strict: boolean): ExitCode {
  if (verdict === 'violated') return EXIT.violated;
  const doubtful = invariants.some((promise) => promise.verdict === 'unknown');
  return strict && doubtful ? EXIT.unknown : EXIT.ok;
}
