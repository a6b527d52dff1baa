import { catalogue } from '../../invariants/catalogue.ts';
import { Judge, type Judgement } from '../../invariants/judge.ts';
import type { ReadOptions, RecordingSummary } from '../../recording/read.ts';
import { EXIT, type ExitCode, gravest } from '../exit-code.ts';
import { type InputOptions, logsToRead, readOptions, titleOf } from '../inputs.ts';
import { narrate, narrateSlowly } from '../narration.ts';
import { readLog } from '../reading.ts';
import { LEGEND } from '../render/evidence.ts';
import { BLANK, type Line, line, span } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { recordingLines } from '../render/recording.ts';
import { endLines, openingLines, storyLines } from '../render/story.ts';
import { typeset } from '../render/typeset.ts';
import type { Shell } from '../shell.ts';
import { parseSpeed, type Speed } from '../speed.ts';
import { Storyteller } from '../story/storyteller.ts';

/** Options of `replay`. */
export interface ReplayOptions extends InputOptions {
  /** `max`, or a factor; default `max`. */
  readonly speed?: string;
  /** One line after another as it happened, as every pace but `max` has it. */
  readonly byTime?: boolean;
  /** Cut nothing short. */
  readonly all?: boolean;
}

/** How a log is told. */
interface Telling {
  readonly reading: ReadOptions;
  readonly whole: boolean;
  readonly speed: Speed;
  readonly byTime: boolean;
}

/** A log that was told, but for its end. */
interface Told {
  readonly summary: RecordingSummary;
  readonly judgement: Judgement;
}

/** `replay LOG…`: the story. */
export async function replay(
  shell: Shell,
  named: readonly string[],
  options: ReplayOptions,
): Promise<ExitCode> {
  const speed = parseSpeed(options.speed ?? 'max');
  const reading = readOptions(options);
  const byTime = options.byTime === true || speed !== 'max';
  const telling: Telling = { reading, whole: options.all === true, speed, byTime };
  const codes: ExitCode[] = [];
  for (const [index, file] of logsToRead(shell, named).entries()) {
    if (index > 0) await shell.out.write('\n\n');
    const told = await (byTime ? tellByTime : tellByNamespace)(shell, file, telling);
    codes.push(told === null ? EXIT.unusable : await conclude(shell, file, told));
  }
  return gravest(codes);
}

/** The end of every story: the state, and the promises. */
async function conclude(shell: Shell, file: string, told: Told): Promise<ExitCode> {
  const { summary, judgement } = told;
  const lines = endLines(judgement, { file, invariants: catalogue, explanations: [] });
  await shell.out.write(typeset(lines, lookOf(shell.out.terminal)));
  if (summary.problems.length > 0) return EXIT.unusable;
  return judgement.verdict === 'violated' ? EXIT.violated : EXIT.ok;
}

async function tellByNamespace(
  shell: Shell,
  file: string,
  { reading, whole }: Telling,
): Promise<Told | null> {
  const teller = new Storyteller({ whole });
  const judge = new Judge();
  const result = await readLog(shell, file, reading, async (events) => {
    for (const event of events) {
      teller.hear(event, judge.state);
      judge.see(event);
    }
    return true;
  });
  if (result.read !== 'whole') return null;
  const { summary } = result;
  const lines = [...openingLines(file, summary), ...storyLines(teller.story, whole)];
  await shell.out.write(typeset(lines, lookOf(shell.out.terminal)));
  return { summary, judgement: judge.end() };
}

/** Tells as it reads; at any pace but `max` the whole log has to be there first. */
async function tellByTime(
  shell: Shell,
  file: string,
  { reading, speed }: Telling,
): Promise<Told | null> {
  const judge = new Judge();
  const print = (lines: readonly Line[]) =>
    shell.out.write(typeset(lines, lookOf(shell.out.terminal)));
  const narration = speed === 'max' ? narrate(shell, judge) : narrateSlowly(shell, judge, speed);
  if (speed === 'max') await print([line([span('strong', titleOf(file))]), BLANK, LEGEND, BLANK]);
  const result = await readLog(shell, file, reading, narration.hear);
  if (result.read !== 'whole') return null;
  const { summary } = result;
  if (speed !== 'max') await print(openingLines(file, summary));
  await narration.end();
  await print(speed === 'max' ? [BLANK, ...recordingLines(summary, '  '), BLANK] : [BLANK]);
  return { summary, judgement: judge.end() };
}
