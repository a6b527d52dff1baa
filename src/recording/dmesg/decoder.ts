import type { DecoderOptions, LineDecoder, LineFate } from '../decoder.ts';
import { FtraceDecoder } from '../ftrace/decoder.ts';
import { type Observation, SEAM } from '../observation.ts';
import type { SkimKernel } from '../skim/kernel.ts';
import type { StepOver } from '../skim/skimmer.ts';
import { FastRecords } from './fast-record.ts';
import { forgetTime, isDropNotice, KernelLog } from './kernel-log.ts';
import { findStamp, type Prefix, parseCaller, parsePrefix } from './prefix.ts';
import { plainText } from './terminal.ts';

/** A trace that a program printed on the console begins like this. */
const TRACE_HEADER = '# tracer: ';

/** What {@link DmesgDecoder} may be told. */
export interface DmesgOptions extends DecoderOptions {
  /** Every line is a record, though no stamp says so (`dmesg -t`). */
  readonly unstamped?: boolean;
}

/**
 * Decodes kernel messages as dmesg prints them in any of its styles, and captures of a serial
 * console: firmware before, programs between, two messages on one line, traces on the way.
 */
export class DmesgDecoder implements LineDecoder {
  readonly #options: DmesgOptions;
  readonly #log: KernelLog;
  /** Columns the last prefix took: dmesg indents the further lines of a record by as many. */
  #indent = 0;
  #kernelSpoke = false;
  /** How many lines of interest stand above: behind two, the next mostly is another. */
  #row = 0;
  #trace: FtraceDecoder | null = null;
  readonly #fast: FastRecords | null;

  constructor(options: DmesgOptions = {}) {
    this.#options = options;
    this.#log = new KernelLog(options);
    const { wantedMessages } = options;
    this.#fast = wantedMessages === undefined ? null : new FastRecords(wantedMessages);
  }

  line(raw: string, number: number, out: Observation[]): LineFate {
    const fate = this.#read(plainText(raw), number, out);
    this.#row = fate === 'used' ? this.#row + 1 : 0;
    return fate;
  }

  fastLine(
    bytes: Uint8Array,
    start: number,
    end: number,
    _number: number,
    out: Observation[],
  ): LineFate | null {
    if (this.#fast === null || this.#row > 1) return null; // Its bytes would say too little.
    if (this.#trace !== null || !this.#log.isCalm) return null;
    const indent = this.#fast.indentOf(bytes, start, end);
    if (indent === -1) return null;
    this.#kernelSpoke = true;
    this.#indent = indent;
    return this.#log.pass(out);
  }

  unreadable(number: number, out: Observation[]): void {
    if (this.#kernelSpoke) this.#log.lose(number, out);
  }

  skimWith(kernel: SkimKernel): StepOver | null {
    if (this.#fast?.teach(kernel) !== true) return null;
    return (at, end, _number, out) => this.#stepOver(kernel, at, end, out);
  }

  end(out: Observation[]): void {
    this.#log.end(out);
    this.#endTrace(out);
  }

  /** As {@link fastLine} for each line. */
  #stepOver(kernel: SkimKernel, at: number, end: number, out: Observation[]): number {
    if (this.#trace !== null || !this.#log.isCalm) return at;
    const next = kernel.messages(at, end);
    if (next > at) {
      this.#kernelSpoke = true;
      this.#indent = kernel.indent;
      this.#log.pass(out);
    }
    return next;
  }

  #read(text: string, number: number, out: Observation[]): LineFate {
    const prefix = parsePrefix(text);
    if (prefix !== null) return this.#records(text, prefix, 0, number, out);
    const continued = this.#continues(text)
      ? this.#log.extend(text.slice(this.#indent), '\n')
      : null;
    if (continued !== null) return continued;
    this.#log.flush(out);
    const inner = findStamp(text, 1);
    const late = inner === -1 ? null : parsePrefix(text, inner);
    if (late !== null) return this.#records(text, late, inner, number, out);
    return this.#unstamped(text, number, out);
  }

  /** The records of one line: consoles shared by two CPUs may hold several. */
  #records(text: string, first: Prefix, start: number, line: number, out: Observation[]): LineFate {
    this.#kernelSpoke = true;
    this.#endTrace(out);
    let fate: LineFate = 'user space';
    let prefix: Prefix | null = first;
    let from = start;
    while (prefix !== null) {
      const next = findStamp(text, prefix.message);
      const end = next === -1 ? text.length : next;
      this.#indent = prefix.kernel ? prefix.message - from : 0;
      if (prefix.kernel) {
        const { at, cpu, task, level } = prefix;
        const message = text.slice(prefix.message, end);
        const told = this.#log.take({ at, cpu, task, level, line, message }, out);
        if (fate !== 'used') fate = told;
      } else {
        this.#log.flush(out);
      }
      prefix = next === -1 ? null : parsePrefix(text, next);
      from = next;
    }
    return fate;
  }

  #unstamped(text: string, line: number, out: Observation[]): LineFate {
    if (text.trim() === '') return 'blank';
    if (text.startsWith(TRACE_HEADER)) this.#beginTrace(out);
    const traced = this.#traced(text, line, out);
    if (traced !== 'unknown form') return traced;
    if (this.#options.unstamped === true || isDropNotice(text)) {
      const { message, ...who } = parseCaller(text, 0);
      this.#indent = message;
      return this.#log.take(
        { at: null, ...who, line, level: null, message: text.slice(message) },
        out,
      );
    }
    return this.#kernelSpoke ? 'user space' : 'firmware';
  }

  /** What it tells may have happened before, after or while what stands above it did. */
  #beginTrace(out: Observation[]): void {
    this.#log.flush(out);
    this.#endTrace(out);
    const follows = this.#kernelSpoke || this.#options.unstamped === true || this.#trace !== null;
    if (follows) out.push(SEAM);
    this.#trace = new FtraceDecoder({ ...this.#options, embedded: true });
  }

  #traced(text: string, line: number, out: Observation[]): LineFate {
    const from = out.length;
    const fate = this.#trace?.line(text, line, out) ?? 'unknown form';
    forgetTime(out, from);
    return fate;
  }

  #endTrace(out: Observation[]): void {
    const from = out.length;
    this.#trace?.end(out);
    forgetTime(out, from);
  }

  #continues(text: string): boolean {
    const indent = this.#indent;
    return indent > 0 && text.length > indent && text.slice(0, indent).trim() === '';
  }
}
