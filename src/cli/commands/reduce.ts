import type { Invariant } from '../../invariants/invariant.ts';
import { type Minimized, minimize } from '../../invariants/minimize.ts';
import { encodeEvent } from '../../recording/event-json.ts';
import { textOf } from '../../recording/text.ts';
import { complain } from '../complaint.ts';
import { emittedTest } from '../emitted-test.ts';
import { EXIT, type ExitCode, gravest } from '../exit-code.ts';
import { type InputOptions, readOptions, titleOf } from '../inputs.ts';
import { keeping } from '../kept-log.ts';
import { joined, linesOf } from '../log-lines.ts';
import type { OwnPromiseOptions } from '../own-promises.ts';
import { promiseToReduce } from '../promise-to-reduce.ts';
import { readWhole, type WholeLog } from '../reading.ts';
import { reduceLines } from '../reduce-lines.ts';
import { escapeJson, escapeText } from '../render/escape.ts';
import { count } from '../render/quantity.ts';
import type { Shell } from '../shell.ts';

/** Options of `reduce`. */
export interface ReduceOptions extends InputOptions, OwnPromiseOptions {
  /** The id of the promise that is broken; may be left out where the user names just one. */
  readonly for?: string;
  /** Print a vitest file instead of a log. */
  readonly emitTest?: boolean;
  /** The kernel that was recorded, where the log does not say. */
  readonly kernel?: string;
}

/** `reduce LOG --for ID`: the fewest lines of a log that still break a promise, whoever made it. */
export async function reduce(shell: Shell, log: string, options: ReduceOptions): Promise<ExitCode> {
  const { invariant, source } = await promiseToReduce(options.for, options);
  const chunks: Uint8Array[] = [];
  const whole = await readWhole(keeping(shell, chunks), log, readOptions(options));
  if (whole === null) return EXIT.unusable;
  const readable = whole.summary.problems.length > 0 ? EXIT.unusable : EXIT.ok;
  const { kernel = null } = options;
  const found = minimize(whole.events, invariant, kernel === null ? {} : { kernel });
  if (found === null) {
    await complain(shell.err, titleOf(log), `nothing here breaks ${invariant.id}`);
    return readable;
  }
  const { lines, told } =
    whole.summary.format === 'jsonl'
      ? eventLines(found, whole)
      : await logLines(linesOf(chunks), found, invariant, options);
  await complain(shell.err, titleOf(log), told);
  const { id } = invariant;
  const { violation } = found;
  const format = options.format ?? null;
  const test = { id, source, violation, lines, format, kernel };
  if (options.emitTest === true) await shell.out.write(emittedTest(test));
  else await shell.out.write(shell.out.terminal.interactive ? harmless(lines) : joined(lines));
  return gravest([EXIT.violated, readable]);
}

/** What is left, and how much of the whole that is. */
interface Left {
  readonly lines: readonly Uint8Array[];
  readonly told: string;
}

/** Of a log of events: each is a line, numbered anew, or the jumps would look like losses. */
function eventLines({ events, judged }: Minimized, whole: WholeLog): Left {
  const encoder = new TextEncoder();
  const lines = events.map((event, seq) =>
    encoder.encode(`${escapeJson(encodeEvent({ ...event, seq }))}\n`),
  );
  return { lines, told: leftWords(lines.length, count(whole.events.length, 'event'), judged) };
}

async function logLines(
  all: readonly Uint8Array[],
  found: Minimized,
  invariant: Invariant,
  options: ReduceOptions,
): Promise<Left> {
  const judging = options.kernel === undefined ? {} : { kernel: options.kernel };
  const reading = readOptions(options);
  const { lines, judged } = await reduceLines({ lines: all, invariant, found, reading, judging });
  const told = leftWords(lines.length, count(all.length, 'line'), found.judged + judged);
  return { lines, told };
}

function leftWords(left: number, all: string, judged: number): string {
  return `${count(left)} of ${all} are left, after ${count(judged, 'attempt')}`;
}

/** Lines of a log as a terminal may have them. */
function harmless(lines: readonly Uint8Array[]): string {
  return lines
    .map((line) => textOf(line, 0, line.length).replace(/\n$/, ''))
    .map((text) => `${escapeText(text)}\n`)
    .join('');
}
