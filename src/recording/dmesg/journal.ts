import type { DecoderOptions, LineDecoder, LineFate } from '../decoder.ts';
import type { Observation } from '../observation.ts';
import { stampNanoseconds } from '../stamp.ts';
import { KernelLog } from './kernel-log.ts';
import { type Priority, priorityNamed } from './level.ts';
import { JOURNALD, missedRecords } from './missed.ts';
import { parsePrefix } from './prefix.ts';

/*
 * journalctl -k in its short styles, and files a syslog daemon wrote. The stamps of
 * short-monotonic and short-delta are the kernel's; all others tell when the message was read.
 *
 * short          Nov 22 09:06:54 host kernel: msg        (short-precise: 09:06:54.123456)
 * short-iso      2026-11-22T09:06:54+0000 host kernel: msg
 * short-full     Sun 2026-11-22 09:06:54 UTC host kernel: msg
 * short-unix     1795338414.117143 host kernel: msg
 * short-monotonic[   34.544354] host kernel: msg
 * short-delta    [   34.544354 <    0.000074 >] host kernel: msg
 * kern.log       Nov 22 09:06:54 host kernel: [   34.544354] msg
 * busybox        Nov 22 09:06:54 host kern.notice kernel: [   34.544354] msg
 */
const KERNEL = 'kernel';
const WALL =
  '[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?' +
  '|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:[+-]\\d\\d:?\\d\\d|Z)' +
  '|[A-Z][a-z]{2} \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)? \\S+' +
  '|\\d{9,11}\\.\\d{6}';
const MONOTONIC = '\\[ *(\\d{1,11}\\.\\d{6})(?: <[ +-]*\\d+\\.\\d{6} >| {16})?\\]';
const ENTRY = new RegExp(
  `^(?:${WALL}|${MONOTONIC}) (\\S+) ([^\\s:[]+)(\\[\\d+\\])?:(?: (.*))?$`,
  's', // U+2028 is no line end.
);
/** What busybox syslogd writes names facility and level, and may have no tag. */
const NAMED = new RegExp(`^(?:${WALL}) \\S+ ([a-z]+\\d?)\\.([a-z]+) (?:(${KERNEL}): )?(.*)$`, 's');
const NOTE = /^-- .* --$/s;

/**
 * Whether a line is an entry of the journal or of syslog. The stamps of short-monotonic are those
 * of dmesg too, so there the tag must say `kernel`.
 */
export function isJournalEntry(text: string): boolean {
  if (text.startsWith('[') && !text.includes(` ${KERNEL}`)) return false; // Most lines of dmesg.
  const match = ENTRY.exec(text);
  if (match === null) return NAMED.test(text);
  return match[1] === undefined || match[3] === KERNEL;
}

/** Decodes the short styles of journalctl, and syslog files. */
export class JournalDecoder implements LineDecoder {
  readonly #log: KernelLog;
  /** Whether the kernel's lines carry its own stamp: then those without are forged. */
  #stamped = false;
  #indent = 0;

  constructor(options: DecoderOptions = {}) {
    this.#log = new KernelLog(options);
  }

  line(text: string, number: number, out: Observation[]): LineFate {
    if (text.trim() === '') return 'blank';
    const entry = parseEntry(text);
    if (entry === null) return this.#continued(text, out);
    const { kernel, level, monotonic, rest } = entry;
    const missed = entry.tag === JOURNALD ? missedRecords(rest) : null;
    if (missed !== null) {
      this.#log.flush(out);
      out.push({ kind: 'lost', at: monotonic, cpu: null, task: null, line: number, count: missed });
      return 'used';
    }
    if (!kernel) return 'user space';
    const stamp = parsePrefix(rest);
    if (stamp !== null) this.#stamped = true;
    else if (this.#stamped) return 'user space';
    const message = stamp === null ? rest : rest.slice(stamp.message);
    const at = stamp?.at ?? monotonic;
    this.#indent = text.length - rest.length;
    const { cpu, task } = stamp ?? { cpu: null, task: null };
    return this.#log.take({ at, cpu, task, line: number, level, message }, out);
  }

  unreadable(number: number, out: Observation[]): void {
    this.#log.lose(number, out);
  }

  end(out: Observation[]): void {
    this.#log.end(out);
  }

  #continued(text: string, out: Observation[]): LineFate {
    const indented = text.slice(0, this.#indent).trim() === '';
    const continued =
      this.#indent > 0 && indented ? this.#log.extend(text.slice(this.#indent), '\n') : null;
    if (continued !== null) return continued;
    this.#log.flush(out);
    return NOTE.test(text) ? 'header' : 'unknown form';
  }
}

interface Entry extends Priority {
  /** The program that logged it. */
  readonly tag: string | null;
  /** Nanoseconds on the kernel's clock, where the stamp is one. */
  readonly monotonic: number | null;
  /** What the kernel printed, maybe with its own stamp in front. */
  readonly rest: string;
}

function parseEntry(text: string): Entry | null {
  const match = ENTRY.exec(text);
  if (match === null) return parseNamed(text);
  const [, stamp, , tag = '', pid, rest = ''] = match;
  const monotonic = stamp === undefined ? null : stampNanoseconds(stamp);
  // The kernel has no pid: a process that calls itself kernel has.
  const kernel = tag === KERNEL && pid === undefined;
  return { tag, kernel, level: null, monotonic, rest };
}

function parseNamed(text: string): Entry | null {
  const match = NAMED.exec(text);
  if (match === null) return null;
  const [, facility = '', word = '', tag = null, rest = ''] = match;
  const { level, kernel } = priorityNamed(facility, word);
  return { tag, kernel: kernel && tag === KERNEL, level, monotonic: null, rest };
}
