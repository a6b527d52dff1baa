import { complain } from '../complaint.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type InputOptions, logsToRead, readOptions, titleOf } from '../inputs.ts';
import { keeping } from '../kept-log.ts';
import { type Moment, parseMoment } from '../moment.ts';
import { complainOfHints, readWhole } from '../reading.ts';
import { lookOf } from '../render/look.ts';
import type { Shell } from '../shell.ts';
import { lineFinder } from '../stepper/log-text.ts';
import { perform } from '../stepper/session.ts';
import { AT_START, press, type Stepper } from '../stepper/stepper.ts';
import { type Tape, tapeOf } from '../stepper/tape.ts';
import { view } from '../stepper/view.ts';
import { UsageError } from '../usage-error.ts';

/** Options of `step`. */
export interface StepOptions extends InputOptions {
  /** Where to begin: a seq, a line or a time. */
  readonly at?: string;
}

/**
 * `step LOG`: walks through a log on a terminal, event by event, in both directions.
 *
 * @throws {@link UsageError} where there is no terminal.
 */
export async function step(
  shell: Shell,
  named: readonly string[],
  options: StepOptions,
): Promise<ExitCode> {
  const moment = options.at === undefined ? null : parseMoment('--at', options.at);
  const reading = readOptions(options);
  const [file = '-'] = logsToRead(shell, named);
  const console = await shell.openConsole();
  if (console === null) {
    throw new UsageError('step: found no terminal, expected one to draw on (state prints)');
  }
  try {
    const chunks: Uint8Array[] = [];
    const whole = await readWhole(keeping(shell, chunks), file, reading);
    if (whole === null) return EXIT.unusable;
    const { events, summary } = whole;
    await complainOfHints(shell, file, summary);
    if (events.length === 0) {
      await complain(shell.err, titleOf(file), 'there is nothing to step through');
      return EXIT.unusable;
    }
    const tape = tapeOf(titleOf(file), events, lineFinder(summary.format, chunks));
    let stepper: Stepper = { ...AT_START, count: countAt(tape, moment) };
    const look = lookOf(shell.out.terminal);
    const isGoingOn = (key: Parameters<typeof press>[1]) => {
      stepper = press(stepper, key, tape);
      return !stepper.over;
    };
    await perform({ press: isGoingOn, draw: (size) => view(stepper, tape, size, look) }, console);
    return summary.problems.length > 0 ? EXIT.unusable : EXIT.ok;
  } finally {
    console.close();
  }
}

function countAt({ recording }: Tape, moment: Moment | null): number {
  if (moment === null) return 0;
  switch (moment.by) {
    case 'seq':
      return recording.countTo(moment);
    case 'line':
      return recording.countTo(moment);
    case 'time':
      return recording.countTo({ time: moment.ns });
    default:
      return moment satisfies never;
  }
}
