import type { DecoderOptions, LineFate } from '../decoder.ts';
import { BodyReader } from '../ftrace/body.ts';
import { FtraceDecoder } from '../ftrace/decoder.ts';
import { type Context, type Observation, SEAM } from '../observation.ts';
import { MessageFilter } from './message-filter.ts';
import { isRefTracker } from './ref-tracker.ts';

/** One record of the kernel's log, whatever it was printed by. */
export interface KernelRecord extends Context {
  readonly level: number | null;
  readonly message: string;
}

/** An ftrace dump between its two rules. */
interface Dump {
  readonly decoder: FtraceDecoder;
  rules: number;
  /** Whether a seam was told: it may repeat what messages told already. */
  sewn: boolean;
}

/** Most lines that are joined to one record. */
const MOST_LINES = 1000;
/** kernel/printk/printk.c: console_prepend_dropped, which prints no stamp. */
const DROPPED = /^\*\* (\d{1,15}) printk messages? dropped \*\*/;
/** kernel/trace/trace.c: ftrace_dump_one. */
const DUMP = 'Dumping ftrace buffer:';
const EMPTY_DUMP = /^\s*\(ftrace buffer empty\)/;
const RULE = /^-{20,}$/;
/** net/core/dev.c: netdev_wait_allrefs_any. */
const WAITING = 'unregister_netdevice: waiting';
/** init/main.c: initcall_debug. */
const INITCALL = /^(?:calling {2}|initcall )/;
/** What `tp_printk` and an ftrace dump print has a name and a colon in front. */
const EVENT = /^\w+: \S/;

/** Whether a line is the console's notice that it could not keep up. */
export function isDropNotice(text: string): boolean {
  return DROPPED.test(text);
}

/**
 * Sorts the records of one log: kernel messages, trace events printed among them (`tp_printk`),
 * ftrace dumps (sysrq-z, ftrace_dump_on_oops) and loss markers.
 */
export class KernelLog {
  readonly #bodies: BodyReader;
  readonly #options: DecoderOptions;
  readonly #filter: MessageFilter | null;
  #dump: Dump | null = null;
  /** The last message: further lines of the same record may follow. */
  #held: { readonly record: KernelRecord; readonly lines: string[] } | null = null;
  /** Lines of the last message, where that is of no interest and so is not held. */
  #passed = 0;
  /** Whether messages told of initcalls. */
  #initcalls = false;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#bodies = new BodyReader(options);
    const { wantedMessages } = options;
    this.#filter = wantedMessages === undefined ? null : new MessageFilter(wantedMessages);
  }

  /** Whether the next record stands for itself: no dump is under way, nothing explains the last. */
  get isCalm(): boolean {
    return this.#dump === null && !this.#isWaiting;
  }

  /** Whether the reference tracker may explain the last message. */
  get #isWaiting(): boolean {
    return this.#held?.record.message.startsWith(WAITING) === true;
  }

  /** Takes a message that is known to be of no interest. */
  pass(out: Observation[]): LineFate {
    this.flush(out);
    this.#passed = 1;
    return 'other message';
  }

  /** Takes the first line of the next record; adds to `out` what is complete. */
  take(record: KernelRecord, out: Observation[]): LineFate {
    if (this.#isWaiting && isRefTracker(record.message)) {
      const explained = this.extend(record.message, '\n');
      if (explained !== null) return explained;
    }
    this.flush(out);
    const dumped = this.#dump === null ? null : this.#dumped(record, this.#dump, out);
    if (dumped !== null) return dumped;
    const { message } = record;
    if (message === DUMP) {
      const decoder = new FtraceDecoder({ ...this.#options, embedded: true });
      this.#dump = { decoder, rules: 0, sewn: false };
      return 'header';
    }
    const dropped = DROPPED.exec(message);
    if (dropped !== null) {
      const { at, cpu, task, line } = record;
      out.push({ kind: 'lost', at, cpu, task, line, count: Number(dropped[1]) });
      return 'used';
    }
    const fate = EVENT.test(message) ? this.#event(record, out) : null;
    if (fate !== null) return fate;
    if (this.#filter?.wants(message) === false) return this.pass(out);
    this.#held = { record, lines: [message] };
    return 'used';
  }

  /** Joins `text` to the last message; `null` where none is open or it has lines enough. */
  extend(text: string, separator: '\n' | ''): LineFate | null {
    if (this.#passed > 0 && this.#passed < MOST_LINES) {
      this.#passed += 1;
      return 'other message';
    }
    const lines = this.#held?.lines;
    if (lines === undefined || lines.length >= MOST_LINES) return null;
    lines.push(separator + text);
    return 'used';
  }

  /** Any records may have stood on a line that cannot be read. */
  lose(line: number, out: Observation[]): void {
    this.flush(out);
    out.push({ kind: 'lost', at: null, cpu: null, task: null, line, count: null });
  }

  /** The log is over. */
  end(out: Observation[]): void {
    this.flush(out);
    if (this.#dump !== null) this.#endDump(this.#dump, out);
  }

  /** The last message is complete. */
  flush(out: Observation[]): void {
    this.#passed = 0;
    if (this.#held === null) return;
    const { record, lines } = this.#held;
    this.#held = null;
    const { at, cpu, task, line, level } = record;
    const message = lines.length === 1 ? record.message : lines.join('');
    if (INITCALL.test(message)) this.#initcalls = true;
    out.push({ kind: 'printed', at, cpu, task, line, message, level });
  }

  /** Only what is certainly a trace event: the rest are messages that have a colon. */
  #event({ message, at, cpu, task, line }: KernelRecord, out: Observation[]): LineFate | null {
    const fate = this.#bodies.readEvent(message, { at, cpu, task, line }, out);
    this.#bodies.flush(out);
    return fate === 'used' || fate === 'other function' ? fate : null;
  }

  #endDump(dump: Dump, out: Observation[]): void {
    const from = out.length;
    dump.decoder.end(out);
    this.#finishDumped(dump, out, from);
    this.#dump = null;
  }

  /** A dump may tell the initcalls of which there were messages already, and what was in between. */
  #finishDumped(dump: Dump, out: Observation[], from: number): void {
    forgetTime(out, from);
    if (!this.#initcalls || dump.sewn) return;
    const again = out.slice(from).findIndex(isBoot);
    if (again === -1) return;
    dump.sewn = true;
    out.splice(from + again, 0, SEAM);
  }

  /** A record between the rules of a dump; `null` where it is a message all the same. */
  #dumped(record: KernelRecord, dump: Dump, out: Observation[]): LineFate | null {
    if (RULE.test(record.message)) {
      dump.rules += 1;
      if (dump.rules === 2) this.#endDump(dump, out);
      return 'separator';
    }
    if (dump.rules === 0) {
      this.#dump = null;
      return EMPTY_DUMP.test(record.message) ? 'header' : null;
    }
    const from = out.length;
    const fate = dump.decoder.line(record.message, record.line, out);
    if (fate === 'unknown form') dump.decoder.end(out);
    this.#finishDumped(dump, out, from);
    return fate === 'unknown form' ? null : fate;
  }
}

function isBoot(told: Observation): boolean {
  if (told.kind === 'traced') return told.name.startsWith('initcall_');
  return told.kind === 'entered' && told.fn === 'net_dev_init';
}

/** The stamps in a trace count from another moment than the stamps of the log around it. */
export function forgetTime(out: Observation[], from: number): void {
  for (let i = from; i < out.length; i += 1) {
    const observation = out[i];
    if (observation !== undefined) out[i] = { ...observation, at: null };
  }
}
