import { catalogue } from '../../invariants/catalogue.ts';
import { type Explanation, explain } from '../../invariants/explain.ts';
import type { Invariant } from '../../invariants/invariant.ts';
import { Judge, type Judgement, type JudgeOptions } from '../../invariants/judge.ts';
import type { KernelEvent } from '../../model/events.ts';
import type { ReadOptions } from '../../recording/read.ts';
import { parseAssertion } from '../assertion.ts';
import { EXIT, type ExitCode, gravest } from '../exit-code.ts';
import { type InputOptions, logsToRead, readOptions } from '../inputs.ts';
import { knownPromise } from '../promise.ts';
import { readLog } from '../reading.ts';
import { type CheckedLog, checkLines, summaryLines } from '../render/check.ts';
import type { UnreadLog } from '../render/check-json.ts';
import { BLANK } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { typeset } from '../render/typeset.ts';
import { REPORTS, type ReportForm, reportText } from '../report.ts';
import { Retained } from '../retained.ts';
import type { Shell } from '../shell.ts';
import { UsageError } from '../usage-error.ts';

/** Options of `check`. */
export interface CheckOptions extends InputOptions, Partial<Record<ReportForm, boolean>> {
  /** Ids of the only promises to judge. */
  readonly only?: readonly string[];
  /** Promises of the user's own, in a line each: `net_dev_init < 5ms`. */
  readonly assert?: readonly string[];
  /** Modules that export promises of the user's own. */
  readonly rules?: readonly string[];
  /** A promise that remains unknown is worth an exit code. */
  readonly strict?: boolean;
  /** The kernel that was recorded, where the log does not say. */
  readonly kernel?: string;
  /** Nothing is missing in the log but where it says so: silence is evidence. */
  readonly lossless?: boolean;
}

/** `check LOG…`: the verdicts. */
export async function check(
  shell: Shell,
  named: readonly string[],
  options: CheckOptions,
): Promise<ExitCode> {
  const invariants = await promisesToJudge(options);
  const form = reportForm(options);
  const reading = readOptions(options);
  const judging = {
    invariants,
    ...(options.kernel === undefined ? {} : { kernel: options.kernel }),
    ...(options.lossless === true ? { lossless: true } : {}),
  };
  const files = logsToRead(shell, named);
  const logs: CheckedLog[] = [];
  const unread: UnreadLog[] = [];
  for (const file of files) {
    const result = await checkLog(shell, file, reading, judging);
    if ('message' in result) unread.push(result);
    else {
      if (form === null) await printBlock(shell, result, invariants, logs.length > 0);
      logs.push(result);
    }
  }
  if (form !== null) await shell.out.write(await reportText(form, { logs, unread, invariants }));
  else if (files.length > 1) await printSummary(shell, logs, unread);
  return gravest([
    ...unread.map(() => EXIT.unusable),
    ...logs.map((log) => exitCode(log, options.strict === true)),
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

/** The kernel's promises and the user's own. @throws UsageError for what does not exist. */
async function promisesToJudge(options: CheckOptions): Promise<readonly Invariant[]> {
  const { only, assert = [], rules = [] } = options;
  const asserted = assert.map(parseAssertion);
  const loaded = rules.length === 0 ? [] : await loadAll(rules);
  const ids = new Set(only?.flatMap((list) => list.split(',')).map((id) => id.trim()));
  const kernels = only === undefined ? catalogue : [...ids].map((id) => knownPromise('--only', id));
  const all = [...kernels, ...loaded, ...asserted];
  const twice = all.find(({ id }, index) => all.findIndex((other) => other.id === id) !== index);
  if (twice === undefined) return all;
  throw new UsageError(`found two promises called ${JSON.stringify(twice.id)}, expected one`);
}

async function loadAll(files: readonly string[]): Promise<readonly Invariant[]> {
  const { loadRules } = await import('../rules.ts');
  return (await Promise.all(files.map(loadRules))).flat();
}

/** @throws UsageError where more than one form is asked for; `null` is for humans. */
function reportForm(options: CheckOptions): ReportForm | null {
  const [form = null, ...others] = REPORTS.filter((name) => options[name] === true);
  if (others.length === 0) return form;
  throw new UsageError(`found --${form} and --${others[0]}, expected one form of report`);
}

function exitCode({ summary, judgement }: CheckedLog, strict: boolean): ExitCode {
  if (summary.problems.length > 0) return EXIT.unusable;
  if (judgement.verdict === 'violated') return EXIT.violated;
  const doubtful = judgement.invariants.some(({ verdict }) => verdict === 'unknown');
  return strict && doubtful ? EXIT.unknown : EXIT.ok;
}
