import type { DecoderOptions, LineDecoder, LineFate } from '../decoder.ts';
import type { Observation } from '../observation.ts';
import { bytesOf, textOf } from '../text.ts';
import { FastEntry, isValue, numberOf } from './fast-entry.ts';
import { FastRecords } from './fast-record.ts';
import { KernelLog } from './kernel-log.ts';
import { JOURNALD, missedRecords } from './missed.ts';

const KERNEL = 'kernel';
const KERNEL_FACILITY = '0';
const BYTES = {
  kernel: bytesOf(KERNEL),
  facility: bytesOf(KERNEL_FACILITY),
  journald: bytesOf(JOURNALD),
};

/** Decodes `journalctl -k -o json`: one object a line, all values strings. */
export class JournalJsonDecoder implements LineDecoder {
  readonly #log: KernelLog;
  readonly #entry = new FastEntry();
  readonly #idle: FastRecords | null;

  constructor(options: DecoderOptions = {}) {
    this.#log = new KernelLog(options);
    const { wantedMessages } = options;
    this.#idle = wantedMessages === undefined ? null : new FastRecords(wantedMessages);
  }

  line(text: string, number: number, out: Observation[]): LineFate {
    if (text.trim() === '') return 'blank';
    const entry = parseObject(text);
    const message = entry === null ? null : messageOf(entry.MESSAGE);
    if (entry === null || message === null) return 'unknown form';
    const missed = entry.SYSLOG_IDENTIFIER === JOURNALD ? missedRecords(message) : null;
    if (missed !== null) {
      this.#log.flush(out);
      const place = { at: null, cpu: null, task: null, line: number };
      out.push({ ...place, kind: 'lost', count: missed });
      return 'used';
    }
    const { _TRANSPORT: transport = KERNEL, SYSLOG_FACILITY: facility = KERNEL_FACILITY } = entry;
    if (transport !== KERNEL || facility !== KERNEL_FACILITY) return 'user space';
    const record = {
      at: microseconds(entry._SOURCE_MONOTONIC_TIMESTAMP),
      cpu: null,
      task: null,
      line: number,
      level: digits(entry.PRIORITY),
      message,
    };
    return this.#log.take(record, out);
  }

  fastLine(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    out: Observation[],
  ): LineFate | null {
    const entry = this.#entry;
    if (!entry.read(bytes, start, end) || entry.message.end === -1) return null;
    if (isValue(entry.identifier, bytes, BYTES.journald)) return null;
    const { transport, facility, message } = entry;
    if (transport.end !== -1 && !isValue(transport, bytes, BYTES.kernel)) return 'user space';
    if (facility.end !== -1 && !isValue(facility, bytes, BYTES.facility)) return 'user space';
    if (this.#log.isCalm && this.#idle?.isIdle(bytes, message.start, message.end) === true)
      return this.#log.pass(out);
    const micro = numberOf(entry.stamp, bytes);
    const record = {
      at: micro === null ? null : micro * 1e3,
      cpu: null,
      task: null,
      line,
      level: numberOf(entry.priority, bytes),
      message: textOf(bytes, message.start, message.end),
    };
    return this.#log.take(record, out);
  }

  end(out: Observation[]): void {
    this.#log.end(out);
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // Not JSON: the caller counts the line.
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** journald writes text that is no UTF-8 as an array of bytes. */
function messageOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return null;
  const bytes = Uint8Array.from(value, Number);
  return textOf(bytes, 0, bytes.length);
}

function digits(value: unknown): number | null {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** Of the record itself; the other stamps of an entry tell when journald read it. */
function microseconds(value: unknown): number | null {
  const micro = digits(value);
  return micro === null ? null : micro * 1e3;
}
