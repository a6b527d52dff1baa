import type { DecoderOptions, LineDecoder } from './decoder.ts';
import { DmesgDecoder } from './dmesg/decoder.ts';
import { DmesgJsonDecoder } from './dmesg/dmesg-json.ts';
import { JournalDecoder } from './dmesg/journal.ts';
import { JournalJsonDecoder } from './dmesg/journal-json.ts';
import { KmsgDecoder } from './dmesg/kmsg.ts';
import type { FormatName } from './formats.ts';
import { FtraceDecoder } from './ftrace/decoder.ts';

/** The formats whose lines are observations; a line of `jsonl` is an event already. */
export type LogFormat = Exclude<FormatName, 'jsonl'>;

/**
 * A fresh decoder for one log of the given format.
 *
 * @example
 * ```ts
 * const decoding = new Decoding(createDecoder('kprobe', { wanted: new Set(['ops_init']) }));
 * ```
 */
export function createDecoder(format: LogFormat, options: DecoderOptions = {}): LineDecoder {
  switch (format) {
    case 'function':
    case 'function-graph':
    case 'kprobe':
    case 'trace-cmd':
    case 'perf':
    case 'bpftrace':
      return new FtraceDecoder(options);
    case 'dmesg':
    case 'dmesg-raw':
      return new DmesgDecoder(options);
    case 'dmesg-unstamped':
      return new DmesgDecoder({ ...options, unstamped: true });
    case 'dmesg-json':
      return new DmesgJsonDecoder(options);
    case 'kmsg':
      return new KmsgDecoder(options);
    case 'journal':
      return new JournalDecoder(options);
    case 'journal-json':
      return new JournalJsonDecoder(options);
    default:
      return format satisfies never;
  }
}
