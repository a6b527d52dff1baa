import type { KernelEvent } from '../../model/events.ts';
import { canonicalJson } from '../../replay/hash.ts';
import type { Path } from '../../replay/path.ts';
import { type Change, history as changesOf, why as makersOf } from '../../replay/questions.ts';
import { complain } from '../complaint.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type InputOptions, readOptions, titleOf } from '../inputs.ts';
import { isAfter, parseMoment } from '../moment.ts';
import { readWhole } from '../reading.ts';
import { escapeJson } from '../render/escape.ts';
import type { Line } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { changeLines, makerLine } from '../render/questions.ts';
import { typeset } from '../render/typeset.ts';
import type { Shell } from '../shell.ts';
import { parseStatePath, unchangedValue } from '../state-path.ts';

/** Options of `why` and `history`. */
export interface QuestionOptions extends InputOptions {
  readonly json?: boolean;
  /** For `why`: the value as it was then; at the end without it. */
  readonly at?: string;
}

/** What a question is about. */
interface Question {
  readonly log: string;
  /** `nets/4026532193/devices` */
  readonly path: string;
}

/** `history LOG PATH`: all changes of one value of the state. */
export async function history(
  shell: Shell,
  question: Question,
  options: QuestionOptions,
): Promise<ExitCode> {
  return await answer(shell, question, options, (events, path) => {
    const changes = [...changesOf(events, path)];
    return {
      data: changes,
      lines: (from) => changes.flatMap((change) => changeLines(change, from)),
    };
  });
}

/** `why LOG PATH`: the events that made a value of the state what it is. */
export async function why(
  shell: Shell,
  question: Question,
  options: QuestionOptions,
): Promise<ExitCode> {
  const moment = options.at === undefined ? null : parseMoment('--at', options.at);
  return await answer(shell, question, options, (events, path) => {
    const end = moment === null ? -1 : events.findIndex((event) => isAfter(event, moment));
    const last = end === -1 ? events.at(-1) : events[end - 1];
    const makers = last === undefined ? [] : makersOf(events, path, last.seq);
    return { data: makers, lines: (from) => makers.map((event) => makerLine(event, from)) };
  });
}

interface Answer {
  readonly data: readonly (Change | KernelEvent)[];
  /** Told by a clock that began at `from`. */
  readonly lines: (from: number | null) => readonly Line[];
}

async function answer(
  shell: Shell,
  question: Question,
  options: QuestionOptions,
  find: (events: readonly KernelEvent[], path: Path) => Answer,
): Promise<ExitCode> {
  const path = parseStatePath(question.path);
  const whole = await readWhole(shell, question.log, readOptions(options));
  if (whole === null) return EXIT.unusable;
  const { events, summary } = whole;
  const { data, lines } = find(events, path);
  const constant = data.length === 0 ? unchanged(events, path) : null;
  if (options.json === true) {
    await shell.out.write(`${escapeJson(JSON.stringify(data, null, 2))}\n`);
  } else if (constant !== null) {
    await complain(shell.err, titleOf(question.log), constant);
  } else {
    const told = lines(events[0]?.at ?? null);
    await shell.out.write(typeset(told, lookOf(shell.out.terminal)));
  }
  return summary.problems.length > 0 ? EXIT.unusable : EXIT.ok;
}

/** @throws UsageError for a value that never was there. */
function unchanged(events: readonly KernelEvent[], path: Path): string {
  const [change] = changesOf(events, path);
  if (change !== undefined) return `${path.join('/')} had no value yet, or none any more`;
  return `no event changed ${path.join('/')}: it is ${canonicalJson(unchangedValue(events, path))}`;
}
