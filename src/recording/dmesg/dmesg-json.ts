import type { DecoderOptions, LineDecoder, LineFate } from '../decoder.ts';
import type { Observation } from '../observation.ts';
import { stampNanoseconds } from '../stamp.ts';
import { KernelLog } from './kernel-log.ts';
import { type Priority, priorityNamed, priorityOf, UNKNOWN_PRIORITY } from './level.ts';

/*
 * `dmesg -J` prints one key a line; the end of a record is a brace, on a line of its own.
 *
 *       },{
 *          "pri": 6,
 *          "time":     4.541771,
 *          "msg": "br0: port 1(e0) entered disabled state"
 */
const TOKEN = /"(fac|pri|time|caller|msg)": *("(?:[^"\\]|\\.)*"|[\d.]+)|[{}]/g;
const CALLER = /^([TC])(\d{1,10})$/;
const ENVELOPE = /^\s*(?:\{|\}|"dmesg": *\[|\])\s*$/;

/** Decodes `dmesg -J`, printed over many lines or on one. */
export class DmesgJsonDecoder implements LineDecoder {
  readonly #log: KernelLog;
  #fields = new Map<string, string>();
  #line = 0;

  constructor(options: DecoderOptions = {}) {
    this.#log = new KernelLog(options);
  }

  line(text: string, number: number, out: Observation[]): LineFate {
    if (text.trim() === '') return 'blank';
    let fate: LineFate = ENVELOPE.test(text) ? 'header' : 'unknown form';
    for (const [token, key, value] of text.matchAll(TOKEN)) {
      if (token === '}') {
        fate = this.#close(out) ?? fate;
      } else if (key !== undefined && value !== undefined) {
        this.#fields.set(key, value.startsWith('"') ? unquote(value) : value);
        if (key === 'msg') this.#line = number;
        fate = 'used';
      }
    }
    return fate;
  }

  end(out: Observation[]): void {
    this.#close(out);
    this.#log.end(out);
  }

  /** A record is complete; `null` where nothing was in it. */
  #close(out: Observation[]): LineFate | null {
    const message = this.#fields.get('msg');
    const at = stampNanoseconds(this.#fields.get('time') ?? '');
    const { level, kernel } = priority(this.#fields);
    const [, kind, id] = CALLER.exec(this.#fields.get('caller') ?? '') ?? [];
    const cpu = kind === 'C' ? Number(id) : null;
    const task = kind === 'T' ? `<...>-${id}` : null;
    this.#fields.clear();
    if (message === undefined) return null;
    if (!kernel) return 'user space';
    return this.#log.take({ at, cpu, task, line: this.#line, level, message }, out);
  }
}

function priority(fields: ReadonlyMap<string, string>): Priority {
  const pri = fields.get('pri');
  if (pri === undefined) return UNKNOWN_PRIORITY;
  return /^\d+$/.test(pri)
    ? priorityOf(Number(pri))
    : priorityNamed(fields.get('fac') ?? 'kern', pri);
}

function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1); // An escape JSON does not know: the text as it stands.
  }
}
