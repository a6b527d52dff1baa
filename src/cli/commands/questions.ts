import type { KernelEvent } from '../../model/events.ts';
import { parsePath } from '../../replay/path.ts';
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
import { UsageError } from '../usage-error.ts';

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
  return await answer(shell, question, options, (events) => {
    const changes = [...changesOf(events, parsePath(question.path))];
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
  return await answer(shell, question, options, (events) => {
    const end = moment === null ? -1 : events.findIndex((event) => isAfter(event, moment));
    const last = end === -1 ? events.at(-1) : events[end - 1];
    const makers = last === undefined ? [] : makersOf(events, parsePath(question.path), last.seq);
    return { data: makers, lines: (from) => makers.map((event) => makerLine(event, from)) };
  });
}

interface Answer {
  readonly data: readonly (Change | KernelEvent)[];
  /** Told by a clock that began at `from`. */
  readonly lines: (from: number | null) => readonly Line[];
}

const SLICES = ['boot', 'softnet', 'softirqs', 'pernet', 'nets', 'devices', 'waiting', 'trouble'];

async function answer(
  shell: Shell,
  { log, path }: Question,
  options: QuestionOptions,
  find: (events: readonly KernelEvent[]) => Answer,
): Promise<ExitCode> {
  const [slice = ''] = parsePath(path);
  if (![...SLICES, 'freed', 'events'].includes(slice)) {
    const form = 'a way into the state, such as nets/4026532193/devices or boot/phase';
    throw new UsageError(
      `found ${JSON.stringify(path)}, expected ${form}; it begins with one of ${SLICES.join(', ')}`,
    );
  }
  const whole = await readWhole(shell, log, readOptions(options));
  if (whole === null) return EXIT.unusable;
  const { data, lines } = find(whole.events);
  if (options.json === true) {
    await shell.out.write(`${escapeJson(JSON.stringify(data, null, 2))}\n`);
  } else if (data.length === 0) {
    await complain(shell.err, titleOf(log), `found no event that made ${path} what it is`);
  } else {
    const told = lines(whole.events[0]?.at ?? null);
    await shell.out.write(typeset(told, lookOf(shell.out.terminal)));
  }
  return whole.summary.problems.length > 0 ? EXIT.unusable : EXIT.ok;
}
