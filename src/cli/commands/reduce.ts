import { type Minimized, minimize } from '../../invariants/minimize.ts';
import { encodeEvent } from '../../recording/event-json.ts';
import { complain } from '../complaint.ts';
import { emittedTest } from '../emitted-test.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type InputOptions, readOptions, titleOf } from '../inputs.ts';
import { knownPromise } from '../promise.ts';
import { readWhole } from '../reading.ts';
import { escapeJson } from '../render/escape.ts';
import { count } from '../render/quantity.ts';
import type { Shell } from '../shell.ts';

/** Options of `reduce`. */
export interface ReduceOptions extends InputOptions {
  /** The id of the promise that is broken. */
  readonly for: string;
  /** Print a vitest file instead of JSONL. */
  readonly emitTest?: boolean;
}

/** `reduce LOG --for ID`: the fewest events of a log that still break a promise. */
export async function reduce(shell: Shell, log: string, options: ReduceOptions): Promise<ExitCode> {
  const invariant = knownPromise('--for', options.for);
  const whole = await readWhole(shell, log, readOptions(options));
  if (whole === null) return EXIT.unusable;
  const found = minimize(whole.events, invariant);
  if (found === null) {
    await complain(shell.err, titleOf(log), `nothing here breaks ${invariant.id}`);
    return EXIT.ok;
  }
  await complain(shell.err, titleOf(log), told(found, whole.events.length));
  const events = found.events.map((event, seq) => ({ ...event, seq }));
  const lines = events.map((event) => `${escapeJson(encodeEvent(event))}\n`);
  await shell.out.write(
    options.emitTest === true ? emittedTest(invariant.id, lines, found) : lines.join(''),
  );
  return EXIT.violated;
}

function told({ events, lossless, judged }: Minimized, total: number): string {
  const hint = lossless ? '; it shows in what is missing: check it with --lossless' : '';
  const left = `${count(events.length)} of ${count(total, 'event')} are left`;
  return `${left}, after ${count(judged, 'attempt')}${hint}`;
}
