import type { KernelEvent } from '../model/events.ts';
import { UsageError } from './usage-error.ts';

/** A point of a recording, as `--at` takes it. */
export type Moment =
  | { readonly by: 'seq'; readonly seq: number }
  | { readonly by: 'line'; readonly line: number }
  /** Nanoseconds on the recording's clock. */
  | { readonly by: 'time'; readonly ns: number };

const NANOSECONDS: Readonly<Record<string, number>> = { s: 1e9, ms: 1e6, us: 1e3, µs: 1e3, ns: 1 };

// 12 | #12 | L574 | line:574 | 2.361s | 15.5ms
const SEQ = /^#?(\d+)$/;
const LINE = /^(?:L|line:?)(\d+)$/i;
const TIME = /^(\d+(?:\.\d+)?)(s|ms|us|µs|ns)$/;

/**
 * Reads a moment: `41` (the event with seq 41), `L574` (a line of the log), `2.36s` (a time on the
 * recording's clock).
 *
 * @throws {@link UsageError} for anything else.
 */
export function parseMoment(option: string, text: string): Moment {
  const seq = SEQ.exec(text)?.[1];
  if (seq !== undefined) return { by: 'seq', seq: Number(seq) };
  const line = LINE.exec(text)?.[1];
  if (line !== undefined) return { by: 'line', line: Number(line) };
  const [, amount, unit] = TIME.exec(text) ?? [];
  const factor = NANOSECONDS[unit ?? ''];
  if (amount !== undefined && factor !== undefined) {
    return { by: 'time', ns: Math.round(Number(amount) * factor) };
  }
  throw new UsageError(
    `${option}: found ${JSON.stringify(text)}, expected an event (41), a line (L574) or a time (2.36s, 15ms)`,
  );
}

/** Whether an event lies behind a moment; the first such event ends what the moment includes. */
export function isAfter(event: KernelEvent, moment: Moment): boolean {
  switch (moment.by) {
    case 'seq':
      return event.seq > moment.seq;
    case 'line':
      return event.line !== null && event.line > moment.line;
    case 'time':
      return event.at !== null && event.at > moment.ns;
    default:
      return moment satisfies never;
  }
}

/** Whether an event lies before a moment; of one without a line or a time nobody knows. */
export function isBefore(event: KernelEvent, moment: Moment): boolean {
  switch (moment.by) {
    case 'seq':
      return event.seq < moment.seq;
    case 'line':
      return event.line === null || event.line < moment.line;
    case 'time':
      return event.at === null || event.at < moment.ns;
    default:
      return moment satisfies never;
  }
}

/** Whether a log that ends with `last` reaches as far as a moment. */
export function isWithin(moment: Moment, last: KernelEvent, lines: number): boolean {
  switch (moment.by) {
    case 'seq':
      return moment.seq <= last.seq;
    case 'line':
      return moment.line <= lines;
    case 'time':
      return last.at === null || moment.ns <= last.at;
    default:
      return moment satisfies never;
  }
}

/** A moment in words. */
export function describeMoment(moment: Moment): string {
  switch (moment.by) {
    case 'seq':
      return `event ${moment.seq}`;
    case 'line':
      return `line ${moment.line}`;
    case 'time':
      return `${moment.ns / 1e9} s`;
    default:
      return moment satisfies never;
  }
}
