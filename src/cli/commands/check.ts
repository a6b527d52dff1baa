import { type Explanation, explain } from '../../invariants/explain.ts';
import type { Invariant, Verdict } from '../../invariants/invariant.ts';
import { Judge, type Judgement, type JudgeOptions } from '../../invariants/judge.ts';
import { judgeTogether } from '../../invariants/together.ts';
import type { KernelEvent } from '../../model/events.ts';
import { NOTHING_KNOWN } from '../../recording/boot-facts.ts';
import type { ReadOptions } from '../../recording/read.ts';
import { factsOfBoot } from '../boot-facts.ts';
import { EXIT, type ExitCode, gravest } from '../exit-code.ts';
import { type InputOptions, logsToRead, readOptions } from '../inputs.ts';
import { type PromiseOptions, promisesToJudge } from '../promises-to-judge.ts';
import { readLog } from '../reading.ts';
import { type CheckedLog, checkLines, summaryLines } from '../render/check.ts';
import type { UnreadLog } from '../render/check-json.ts';
import { BLANK } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { togetherLines } from '../render/together.ts';
import { typeset } from '../render/typeset.ts';
import { REPORTS, type ReportForm, reportText } from '../report.ts';
import { Retained } from '../retained.ts';
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
  const reading = { ...readOptions(options), known };
  const kernel = options.kernel ?? known.kernel;
  const judging = { invariants, ...(kernel === null ? {} : { kernel }) };
  const logs: CheckedLog[] = [];
  const unread: UnreadLog[] = [];
  for (const file of files) {
    const result = await checkLog(shell, file, reading, judging);
    if ('message' in result) unread.push(result);
    else {
      if (form === null && !together) {
        await printBlock(shell, result, invariants, logs.length > 0);
      }
      logs.push(result);
    }
  }
  const joint = together ? judgeTogether(logs.map(({ judgement }) => judgement)) : null;
  if (form !== null) {
    await shell.out.write(await reportText(form, { logs, unread, invariants, joint }));
  } else if (joint !== null) {
    const lines = togetherLines(logs, joint, { known, invariants });
    await shell.out.write(typeset(lines, lookOf(shell.out.terminal)));
  } else if (files.length > 1) await printSummary(shell, logs, unread);
  const verdicts: readonly Judged[] =
    joint === null ? logs.map(({ judgement }) => judgement) : [joint];
  return gravest([
    ...unread.map(() => EXIT.unusable),
    ...logs.filter(({ summary }) => summary.problems.length > 0).map(() => EXIT.unusable),
    ...verdicts.map((verdict) => exitCode(verdict, options.strict === true)),
  ]);
}

async function checkLog(
  shell: Shell,
  file: string,
  reading: ReadOptions,
  judging: JudgeOptions & { readonly invariants: readonly Invariant[] },
): Promise<CheckedLog | UnreadLog> {
  const judge = new Judge(judging);
  const retained = new Retained();
  const result = await readLog(shell, file, reading, async (events) => {
    retained.keep(events);
    for (const event of events) judge.see(event);
    return true;
  });
  if (result.read === 'failed') return { file, message: result.message };
  if (result.read === 'part') return { file, message: 'was not read to its end' };
  const judgement = judge.end();
  const explanations = explained(judgement, judging.invariants, retained.events ?? []);
  return { file, summary: result.summary, judgement, explanations };
}

/** The story of the first violation of each promise. */
function explained(
  judgement: Judgement,
  invariants: readonly Invariant[],
  events: readonly KernelEvent[],
): readonly Explanation[] {
  return judgement.invariants.flatMap(({ id, violations: [first] }) => {
    const invariant = invariants.find((candidate) => candidate.id === id);
    if (first === undefined || invariant === undefined) return [];
    return explain(events, invariant, first) ?? [];
  });
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
  logs: readonly CheckedLog[],
  unread: readonly UnreadLog[],
): Promise<void> {
  const missing = unread.map(({ file }) => file);
  const lines = [BLANK, ...summaryLines(logs, missing)];
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
