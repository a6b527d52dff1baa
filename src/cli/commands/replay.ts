import type { Invariant } from '../../invariants/invariant.ts';
import { Judge, type Judgement } from '../../invariants/judge.ts';
import type { ReadOptions, RecordingSummary } from '../../recording/read.ts';
import { complain } from '../complaint.ts';
import { EXIT, type ExitCode, gravest } from '../exit-code.ts';
import { type InputOptions, logsToRead, readOptions, titleOf } from '../inputs.ts';
import { parseMoment } from '../moment.ts';
import { narrate, narrateSlowly } from '../narration.ts';
import { type OwnPromiseOptions, ownPromises } from '../own-promises.ts';
import type { Bounds } from '../passage.ts';
import { anyPromise } from '../promise.ts';
import { withOwn } from '../promises-to-judge.ts';
import { LEGEND } from '../render/evidence.ts';
import { BLANK, type Line, line, span } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { recordingLines } from '../render/recording.ts';
import { endLines, momentLines, openingLines, storyLines } from '../render/story.ts';
import { typeset } from '../render/typeset.ts';
import type { Shell } from '../shell.ts';
import { type Source, sourceOf, sourceUntil } from '../source.ts';
import { parseSpeed, type Speed } from '../speed.ts';
import { Storyteller } from '../story/storyteller.ts';

/** Options of `replay`. */
export interface ReplayOptions extends InputOptions, OwnPromiseOptions {
  /** `max`, or a factor; default `max`. */
  readonly speed?: string;
  /** One line after another as it happened, as every pace but `max` has it. */
  readonly byTime?: boolean;
  /** Cut nothing short. */
  readonly all?: boolean;
  /** Where to begin: a seq, a line or a time. */
  readonly from?: string;
  /** Where to end. */
  readonly to?: string;
  /** The id of a promise: the event that breaks it is the last. */
  readonly until?: string;
}

/** How a log is told. */
interface Telling {
  readonly reading: ReadOptions;
  readonly whole: boolean;
  readonly speed: Speed;
  readonly byTime: boolean;
  readonly bounds: Bounds;
  readonly until: Invariant | null;
  /** What is judged on the way. */
  readonly invariants: readonly Invariant[];
}

/** A log that was told, but for its end. */
interface Told {
  /** `null` where it was not read to its end. */
  readonly summary: RecordingSummary | null;
  readonly judgement: Judgement;
}

/** `replay LOG…`: the story. */
export async function replay(
  shell: Shell,
  named: readonly string[],
  options: ReplayOptions,
): Promise<ExitCode> {
  const telling = await tellingOf(options);
  const codes: ExitCode[] = [];
  for (const [index, file] of logsToRead(shell, named).entries()) {
    if (index > 0) await shell.out.write('\n\n');
    codes.push(await tell(shell, file, telling));
  }
  return gravest(codes);
}

/** @throws UsageError for an option that makes no sense. */
async function tellingOf(options: ReplayOptions): Promise<Telling> {
  const { from, to, until, byTime, all } = options;
  const own = await ownPromises(options);
  const speed = parseSpeed(options.speed ?? 'max');
  return {
    reading: readOptions(options),
    whole: all === true,
    speed,
    byTime: byTime === true || speed !== 'max',
    bounds: {
      from: from === undefined ? null : parseMoment('--from', from),
      to: to === undefined ? null : parseMoment('--to', to),
    },
    until: until === undefined ? null : (await anyPromise('--until', until, own)).invariant,
    invariants: withOwn(own),
  };
}

async function tell(shell: Shell, file: string, telling: Telling): Promise<ExitCode> {
  const { reading, bounds, until, byTime } = telling;
  const source =
    until === null
      ? sourceOf(shell, { file, reading }, bounds)
      : await sourceUntil(shell, { file, reading }, bounds, until);
  if (source === null) return EXIT.unusable;
  const told = await (byTime ? tellByTime : tellByNamespace)(shell, file, source, telling);
  if (told === null) return EXIT.unusable;
  if (source.passage.isEmpty && source.passage.words !== '') {
    await complain(shell.err, titleOf(file), `found nothing ${source.passage.words}`);
  }
  await print(shell, stopLines(source, until));
  const ended =
    source.violation === null ? conclude(shell, file, told, telling) : stop(shell, told);
  return gravest([await ended, source.isDamaged ? EXIT.unusable : EXIT.ok]);
}

/** The end of a story that a broken promise ends; of the others it has not told enough. */
async function stop(shell: Shell, { judgement }: Told): Promise<ExitCode> {
  await print(shell, momentLines('At that moment', judgement.state));
  return EXIT.violated;
}

/** The end of a story: the state, and the promises. */
async function conclude(
  shell: Shell,
  file: string,
  { summary, judgement }: Told,
  { invariants }: Telling,
): Promise<ExitCode> {
  await print(shell, endLines(judgement, { file, invariants, explanations: [], untold: null }));
  if (summary !== null && summary.problems.length > 0) return EXIT.unusable;
  return judgement.verdict === 'violated' ? EXIT.violated : EXIT.ok;
}

/** Why a story ends before its log does. */
function stopLines({ passage, violation }: Source, until: Invariant | null): readonly Line[] {
  if (violation !== null && until !== null) {
    const broken = [span('bad', `✗ ${until.id} is broken here`), `: ${violation.message}`];
    return [line(['  ', ...broken], { hang: ['    '] }), BLANK];
  }
  if (!passage.isOver) return [];
  return [line(['  ', span('unsure', `Told ${passage.words}; the log goes on.`)]), BLANK];
}

async function tellByNamespace(
  shell: Shell,
  file: string,
  { passage, read }: Source,
  { whole, invariants }: Telling,
): Promise<Told | null> {
  const teller = new Storyteller({ whole });
  const judge = new Judge({ invariants });
  const result = await read(async (events) => {
    const { before, within } = passage.cut(events);
    for (const event of before) judge.see(event);
    for (const event of within) {
      teller.hear(event, judge.view);
      judge.see(event);
    }
    return !passage.isOver;
  });
  if (result.read === 'failed') return null;
  const summary = result.read === 'whole' ? result.summary : null;
  await print(shell, [...titleLines(file, summary), ...storyLines(teller.story, whole)]);
  return { summary, judgement: judge.end() };
}

/** Tells as it reads; at any pace but `max` the whole log has to be there first. */
async function tellByTime(
  shell: Shell,
  file: string,
  { passage, read }: Source,
  { speed, invariants }: Telling,
): Promise<Told | null> {
  const judge = new Judge({ invariants });
  const narration = speed === 'max' ? narrate(shell, judge) : narrateSlowly(shell, judge, speed);
  if (speed === 'max') await print(shell, titleLines(file, null));
  const result = await read(async (events) => {
    const { before, within } = passage.cut(events);
    for (const event of before) judge.see(event);
    return (await narration.hear(within)) && !passage.isOver;
  });
  if (result.read === 'failed') return null;
  const summary = result.read === 'whole' ? result.summary : null;
  if (speed !== 'max') await print(shell, titleLines(file, summary));
  await narration.end();
  const isTold = speed !== 'max' || summary === null;
  await print(shell, isTold ? [BLANK] : [BLANK, ...recordingLines(summary, '  '), BLANK]);
  return { summary, judgement: judge.end() };
}

/** What can be said before a story: little where the log was not read to its end yet. */
function titleLines(file: string, summary: RecordingSummary | null): readonly Line[] {
  if (summary !== null) return openingLines(file, summary);
  return [line([span('strong', titleOf(file))]), BLANK, LEGEND, BLANK];
}

async function print(shell: Shell, lines: readonly Line[]): Promise<void> {
  await shell.out.write(typeset(lines, lookOf(shell.out.terminal)));
}
