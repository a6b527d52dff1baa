import type { LineFate } from '../decoder.ts';

/** A line about the recording rather than of it. */
export interface Annotation {
  readonly fate: LineFate;
  /** Set where the line tells of lost records: of which CPU, and how many where it counts them. */
  readonly lost: { readonly cpu: number | null; readonly count: number | null } | null;
}

/** `# entries-in-buffer/entries-written: 205/1893   #P:4` */
const ENTRIES = /^# entries-in-buffer\/entries-written: (\d+)\/(\d+)\b/;
/** `##### CPU 2 buffer started ####`: what this CPU recorded before was overwritten. */
const STARTED = /^#+ CPU (\d+) buffer (?:started|restarted) #+$/;
/** trace: `CPU:1 [LOST 57 EVENTS]`; trace-cmd report: `CPU:1 [57 EVENTS DROPPED]`. */
const LOST = /^\s*CPU:(\d+) \[(?:LOST (?:(\d+) )?EVENTS|(?:(\d+) )?EVENTS DROPPED)\]\s*$/;
/** ` => ret_from_fork`, and the line above it. */
const STACK = /^\s*(?:=> |<(?:user )?stack trace>)/;
/** trace-cmd report: `cpus=4`, `version = 6`, `CPU 1 is empty`. */
const REPORT_HEADER = /^(?:cpus=\d+|version = \d+|CPU \d+ is empty|trace-cmd version .*)\s*$/;

const HEADER: Annotation = { fate: 'header', lost: null };
const STACK_LINE: Annotation = { fate: 'stack', lost: null };
const BLANK: Annotation = { fate: 'blank', lost: null };

/** Reads headers, loss markers, stack traces and blank lines; `null` for anything else. */
export function parseAnnotation(text: string): Annotation | null {
  if (text.startsWith('#')) return parseHeader(text);
  const lost = LOST.exec(text);
  if (lost !== null) return lostOn(Number(lost[1]), lost[2] ?? lost[3]);
  if (STACK.test(text)) return STACK_LINE;
  if (REPORT_HEADER.test(text)) return HEADER;
  return text.trim() === '' ? BLANK : null;
}

function parseHeader(text: string): Annotation {
  const entries = ENTRIES.exec(text);
  if (entries !== null) {
    const overwritten = Number(entries[2]) - Number(entries[1]);
    return overwritten > 0 ? lostOn(null, String(overwritten)) : HEADER;
  }
  const started = STARTED.exec(text);
  return started === null ? HEADER : lostOn(Number(started[1]), undefined);
}

function lostOn(cpu: number | null, count: string | undefined): Annotation {
  return { fate: 'used', lost: { cpu, count: count === undefined ? null : Number(count) } };
}
