import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, type LogFormat } from '../../src/recording/create-decoder.ts';
import { Decoding } from '../../src/recording/decoding.ts';
import { FORMATS } from '../../src/recording/formats.ts';
import { LineSplitter, MAX_LINE_BYTES } from '../../src/recording/lines.ts';
import { decode } from './observe.ts';

const formats = FORMATS.map(({ name }) => name).filter((name): name is LogFormat => {
  return name !== 'jsonl';
});

/** What a decoder does with a text, in numbers that do not depend on the machine. */
interface Work {
  /** Characters that were handed to regular expressions: whatever is read twice counts twice. */
  readonly characters: number;
  readonly observations: number;
}

/** Decodes a text and counts. Every way to use a regular expression calls its `exec`. */
function workOf(format: LogFormat, text: string): Work {
  const { exec } = RegExp.prototype;
  let characters = 0;
  RegExp.prototype.exec = function counted(subject) {
    characters += subject.length - (this.sticky ? this.lastIndex : 0);
    return exec.call(this, subject);
  };
  try {
    const { observations } = decode(format, text);
    return { characters, observations: observations.length };
  } finally {
    RegExp.prototype.exec = exec;
  }
}

/** Lines that open something, or belong to what was opened above. */
const LINES = [
  '# tracer: function',
  '# entries-in-buffer/entries-written: 3/3   #P:2',
  '      ip-1       [000] .....     1.000000: tracing_mark_write: one',
  '      ip-1       [000] .....     0.900000: setup_net <-copy_net_ns',
  '      ip-1       [000] .....     1.100000: setup_net: (setup_net+0x0/0x1) net=0x1 name="lo"',
  '      ip-1       [001] .....     1.100000: f <-g (repeats: 999999999, last_ts:1.0)',
  ' 0)               |  net_dev_init() {',
  ' 0)   1.000 us    |  } /* net_dev_init */',
  'CPU:0 [LOST 3 EVENTS]',
  '[    1.000000] unregister_netdevice: waiting for lo to become free. Usage count = 2',
  '[    1.000000] ref_tracker: lo@0000000000000001 has 1/1 users at',
  '[    1.000000]  dst_init+0x84/0x4a0',
  '               dst_init+0x84/0x4a0',
  '[    1.000000] Dumping ftrace buffer:',
  '[    1.000000] ---------------------------------',
  '[    1.000000] x[    1.000000] y',
  '6,1,1,-;Linux version 6.1.0',
  ' SUBSYSTEM=net',
  'Nov 22 09:06:54 host kernel: eth0: renamed from veth1',
  '   "dmesg": [ { "pri": 6, "time": 1.0, "msg": "x" },',
  '{"MESSAGE":"x","_TRANSPORT":"kernel"}',
  'ip 206 [001] 1.567890: probe:ops_init: (ffffffffb399be20)',
];

const FEW = 400;
/** What is remembered across lines has bounds of its own (a marker's text, a record's lines). */
const SLACK = 400_000;

describe.each(formats)('reading %s', (format) => {
  it('costs twice as much for twice as many lines, whatever the lines', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 4 }), (lines) => {
        const block = `${lines.join('\n')}\n`;
        const once = workOf(format, block.repeat(FEW));
        const twice = workOf(format, block.repeat(2 * FEW));
        expect(twice.characters).toBeLessThanOrEqual(2.1 * once.characters + SLACK);
        expect(twice.observations).toBeLessThanOrEqual(2.1 * once.observations + FEW);
      }),
      { numRuns: 12 },
    );
  });

  it('goes on behind a line of ten million bytes, of which it keeps nothing', () => {
    const decoding = new Decoding(createDecoder(format));
    const piece = new Uint8Array(1 << 20).fill(0x20);
    for (let megabyte = 0; megabyte < 10; megabyte += 1) {
      expect(decoding.push(piece)).toEqual([]);
    }
    decoding.push(new TextEncoder().encode('\n\n'));
    decoding.end();
    expect(decoding.lines).toMatchObject({ total: 2, unknown: 1, reasons: { 'too long': 1 } });
  });
});

describe('the unfinished line', () => {
  it('takes no more memory than the longest line, however long it grows', () => {
    const given: number[] = [];
    const lines = new LineSplitter((bytes, start, end, cut) => {
      given.push(bytes.length, end - start, cut ? 1 : 0);
    });
    for (let piece = 0; piece < 1000; piece += 1) lines.push(new Uint8Array(10_000).fill(0x61));
    lines.end();
    expect(given).toEqual([MAX_LINE_BYTES + 1, MAX_LINE_BYTES, 1]);
  });
});
