import type { KernelEvent } from '../../model/events.ts';
import { initialState } from '../../model/initial-state.ts';
import { Overlay } from '../../model/overlay.ts';
import type { KernelState } from '../../model/state.ts';
import { stateToJson } from '../../model/state-json.ts';
import { complain } from '../complaint.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type InputOptions, logsToRead, readOptions, titleOf } from '../inputs.ts';
import { describeMoment, isAfter, isWithin, type Moment, parseMoment } from '../moment.ts';
import { complainOfHints, readLog } from '../reading.ts';
import { escapeJson } from '../render/escape.ts';
import { line, span } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { count } from '../render/quantity.ts';
import { stateLines } from '../render/state.ts';
import { typeset } from '../render/typeset.ts';
import type { Shell } from '../shell.ts';
import { UsageError } from '../usage-error.ts';

/** Options of `state`. */
export interface StateOptions extends InputOptions {
  readonly json?: boolean;
  /** Print nothing but the hash of the state. */
  readonly hash?: boolean;
  /** A seq, a line or a time; the end of the log without it. */
  readonly at?: string;
}

/** `state LOG`: what the events add up to, at the end or at a moment. */
export async function state(
  shell: Shell,
  named: readonly string[],
  options: StateOptions,
): Promise<ExitCode> {
  if (options.json === true && options.hash === true) {
    throw new UsageError('found --json and --hash, expected one of them');
  }
  const moment = options.at === undefined ? null : parseMoment('--at', options.at);
  const reading = readOptions(options);
  const [file = '-'] = logsToRead(shell, named);
  const folding = new Folding(moment);
  const result = await readLog(shell, file, reading, async (events) => folding.take(events));
  if (result.read === 'failed') return EXIT.unusable;
  if (result.read === 'whole' && moment !== null && folding.last !== null) {
    if (!isWithin(moment, folding.last, result.summary.lines.total)) {
      const behind = `${describeMoment(moment)} lies behind the end of the log`;
      await complain(shell.err, titleOf(file), `${behind}, this is the state at its end`);
    }
  }
  if (result.read === 'whole') await complainOfHints(shell, file, result.summary);
  await shell.out.write(await stateText(folding.state, options, { shell, file, moment }));
  const broken = result.read === 'whole' && result.summary.problems.length > 0;
  return broken ? EXIT.unusable : EXIT.ok;
}

/** Whose state it is, and when. */
interface Occasion {
  readonly shell: Shell;
  readonly file: string;
  readonly moment: Moment | null;
}

async function stateText(
  folded: KernelState,
  { json, hash }: StateOptions,
  occasion: Occasion,
): Promise<string> {
  if (hash === true) return `${(await import('../../replay/hash.ts')).stateHash(folded)}\n`;
  if (json === true) return `${escapeJson(JSON.stringify(stateToJson(folded), null, 2))}\n`;
  return humanState(folded, occasion);
}

/** Folds events up to a moment. */
class Folding {
  readonly #overlay = new Overlay(initialState);
  readonly #until: Moment | null;
  #last: KernelEvent | null = null;

  constructor(until: Moment | null) {
    this.#until = until;
  }

  /** The last event that was folded. */
  get last(): KernelEvent | null {
    return this.#last;
  }

  get state(): KernelState {
    return this.#overlay.snapshot();
  }

  /** Folds some events; `false` when the moment has come. */
  take(events: readonly KernelEvent[]): boolean {
    for (const event of events) {
      if (this.#until !== null && isAfter(event, this.#until)) return false;
      this.#overlay.apply(event);
      this.#last = event;
    }
    return true;
  }
}

function humanState(folded: KernelState, { shell, file, moment }: Occasion): string {
  const when = moment === null ? 'at the end' : `at ${describeMoment(moment)}`;
  const title = line([
    span('strong', titleOf(file)),
    ` ${when}, after ${count(folded.events, 'event')}`,
  ]);
  return typeset([title, ...stateLines(folded)], lookOf(shell.out.terminal));
}
