import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, type LogFormat } from '../../src/recording/create-decoder.ts';
import { detect } from '../../src/recording/detect.ts';
import { recordedBytes, recordings } from './events.ts';
import { expectTwins, readAsText, tell, WANTED } from './twins.ts';

const NEWLINE = 10;
function formatOf(log: Uint8Array): LogFormat | null {
  const found = detect(log.subarray(0, 64 * 1024));
  return found.known && found.format !== 'jsonl' ? found.format : null;
}

const available = new Set(recordings().map(({ name }) => name));
const known = recordings().flatMap(({ name }) => {
  const format = formatOf(recordedBytes(name));
  return format === null ? [] : [{ name, format }];
});

describe.each(known)('$name, read from bytes', ({ name, format }) => {
  it('says what the same lines say as text', () => {
    const log = recordedBytes(name);
    expectTwins(format, log, WANTED, 4093);
    expectTwins(format, log, {});
  });
});

/** Recordings with the lines that have a fast way, and with those that look like them. */
const SEEDS: readonly (readonly [LogFormat, string])[] = [
  ['function', '6.1-cloud/life-function'],
  ['function', '6.1-cloud/life-function-offsets'],
  ['function', '6.1-cloud/life-stacktrace'],
  ['kprobe', '6.1-cloud/life-sparse'],
  ['kprobe', '6.1-cloud/life-hostile'],
  ['kprobe', '6.12-cloud/life-kprobe'],
  ['trace-cmd', '6.1-cloud/life-trace-cmd'],
  ['trace-cmd', '6.12-cloud/life-trace-cmd'],
  ['trace-cmd', '6.1-cloud/life-trace-cmd-nanoseconds'],
  ['trace-cmd', '6.1-cloud/life-trace-cmd-raw'],
  ['trace-cmd', '6.12-cloud/life-trace-cmd-graph'],
  ['perf', '6.1-cloud/life-perf'],
  ['perf', '6.1-cloud/life-perf-tids'],
  ['perf', '6.1-cloud/life-perf-delta'],
  ['perf', '6.1-cloud/life-perf-trace'],
  ['function-graph', '6.1-cloud/life-graph'],
  ['function-graph', '6.1-cloud/life-graph-columns'],
  ['function-graph', '6.1-cloud/boot-graph'],
  ['dmesg', '6.1-cloud/boot-dmesg'],
  ['dmesg', '6.1-cloud/boot-dmesg-console'],
  ['dmesg', '6.1-cloud/boot-tp-printk'],
  ['dmesg', '6.1-cloud/boot-crash-ftrace-console'],
  ['dmesg-raw', '6.1-cloud/boot-dmesg-raw'],
  ['kmsg', '6.1-cloud/boot-kmsg'],
  ['journal-json', '6.1-cloud/boot-journal-json'],
];

describe.each([
  ['kprobe', '6.12-cloud/life-kprobe', 20],
  ['trace-cmd', '6.12-cloud/life-trace-cmd', 5],
  ['perf', '6.1-cloud/life-perf', 5],
  ['journal-json', '6.12-cloud/boot-journal-json', 40],
] as const)('%s: %s', (format, name, most) => {
  it.runIf(available.has(name))('is read from bytes but for a few lines', () => {
    expect(readAsText(format, recordedBytes(name))).toBeLessThanOrEqual(most);
  });
});

/** What may stand anywhere in a line that is nearly right. */
const DIRT = [
  ...[' ', '  ', '-', '.', ':', ': ', '(', ')', '"', '=', ' a=', '_', '+0x', '0x', '[', ']', '<-'],
  ...['0', '9', 'a', 'X', '\t', '\r', '\u001b', '\u0000', '\u007f', '\u0085', 'é', '\u2028', '\n'],
  ...['<-- ', 'function: ', 'print: ', 'p_', '_ret', '(ffffffffb399be20', ' <- ffffffffb399c71b)'],
  ...['{', '}', ';', '|', '/*', '*/', '$', ' us', '() {', '();', '[    1.000000] ', ': renamed '],
];

const places = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

/** Lines of a recording with one or two small changes, as a log. */
function nearlyRight(lines: readonly string[]): fc.Arbitrary<Uint8Array> {
  const changed = fc
    .tuple(fc.constantFrom(...lines), places, fc.nat(2), fc.constantFrom('', ...DIRT))
    .map(([line, share, cut, dirt]) => {
      const at = Math.floor(line.length * share);
      return line.slice(0, at) + dirt + line.slice(at + cut);
    });
  const spliced = fc
    .tuple(fc.constantFrom(...lines), fc.constantFrom(...lines), places)
    .map(([a, b, share]) => a.slice(0, a.length * share) + b.slice(b.length * share));
  return fc
    .array(fc.oneof(changed, spliced, fc.constantFrom(...lines)), { minLength: 1, maxLength: 40 })
    .map((parts) => new TextEncoder().encode(parts.join('\n')));
}

function linesOf(name: string): readonly string[] {
  const bytes = recordedBytes(name);
  const lines = new TextDecoder().decode(bytes).split('\n');
  const step = Math.max(1, Math.floor(lines.length / 600));
  return lines.filter((line, i) => line !== '' && i % step === 0);
}

describe.each(SEEDS.filter(([, name]) => available.has(name)))(
  'a nearly right %s: %s',
  (format, name) => {
    it('is read the same from bytes as from text, however it is cut into chunks', () => {
      const log = nearlyRight(linesOf(name));
      const chunk = fc.integer({ min: 1, max: 200 });
      fc.assert(
        fc.property(log, chunk, fc.boolean(), (bytes, chunkBytes, filtered) => {
          expectTwins(format, bytes, filtered ? WANTED : {}, chunkBytes);
        }),
        { numRuns: Number(process.env.FUZZ_RUNS ?? 120) },
      );
    });
  },
);

describe('entries of the journal', () => {
  const messages = fc.constantFrom<unknown>(
    ...['NetLabel:  domain hash size = 128', 'virtio_net virtio0 ens3: renamed from eth0', '', 'é'],
    ...['** 3 printk messages dropped **', 'Dumping ftrace buffer:', '-'.repeat(33), 'a "b" \\c'],
    ...['list_netdevice: (list_netdevice+0x0/0x1)', 'calling  net_dev_init+0x0/0x1 @ 1', '[ T1]'],
    ...['unregister_netdevice: waiting for lo to become free. Usage count = 2', 'a\u2028\u007f'],
    ...['ref_tracker: lo@ffff8880 has 1/2 users at', 'Missed 3 kernel messages', 'x\ty', null],
    ...[['twice', 'told'], [97, 255], 7, { a: 'b' }],
  );
  const texts = fc.constantFrom<unknown>('kernel', 'kernels', 'kern', 'syslog', '0', '3', '00');
  const numbers = fc.constantFrom<unknown>(
    '0',
    '6',
    '34544354',
    '',
    '-1',
    '1e3',
    '1234567890123456',
  );
  const fields = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constant('MESSAGE'), messages) },
    fc.tuple(fc.constantFrom('_TRANSPORT', 'SYSLOG_FACILITY', 'MESSAGF', '__proto__'), texts),
    fc.tuple(fc.constant('SYSLOG_IDENTIFIER'), fc.constantFrom('kernel', 'systemd-journald')),
    fc.tuple(fc.constantFrom('PRIORITY', '_SOURCE_MONOTONIC_TIMESTAMP'), numbers),
  );
  const odd = fc.constantFrom(' ,', ', ', ',,', '', '}\n{', '\t,');
  const pieces = fc.oneof({ weight: 20, arbitrary: fc.constant(',') }, odd);
  const entry = fc.array(fc.tuple(fields, pieces), { minLength: 1, maxLength: 8 }).map((told) => {
    const text = told.map(([[key, value], piece], i) => {
      return `${i === 0 ? '' : piece}${JSON.stringify(key)}:${JSON.stringify(value)}`;
    });
    return `{${text.join('')}}`;
  });

  it('are read the same from bytes as with JSON.parse', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 30 }),
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        (lines, chunk, filtered) => {
          const log = Buffer.from(`${lines.join('\n')}\n`);
          expectTwins('journal-json', log, filtered ? WANTED : {}, chunk);
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    );
  });
});

describe('a log that ends without a newline', () => {
  it('is not read beyond its end, whatever the bytes there once were', () => {
    const lines = '              ip-206     [001] d..1.     1.950970: ops_init <-setup_net';
    const log = new TextEncoder().encode(`${lines}_and_more\n${lines}`);
    const { observations } = tell(createDecoder('function', {}), log, { chunkBytes: 60 });
    expect(observations.map((it) => (it.kind === 'entered' ? it.caller : null))).toEqual([
      'setup_net_and_more',
      'setup_net',
    ]);
    expect(log.at(-1)).not.toBe(NEWLINE);
  });
});

describe('records of /dev/kmsg whose numbers go on', () => {
  const messages = fc.constantFrom(
    ...['NetLabel:  domain hash size = 128', 'virtio_net virtio0 ens3: renamed from eth0', ''],
    ...['** 3 printk messages dropped **', 'Dumping ftrace buffer:', 'a \\x1b[1m word', 'C:\\dir'],
    ...['list_netdevice: (list_netdevice+0x0/0x1)', 'calling  net_dev_init+0x0/0x1 @ 1', '[ T1]'],
    ...['unregister_netdevice: waiting for lo to become free. Usage count = 2', 'two: [    1.0'],
    ...['ref_tracker: lo@ffff8880 has 1/2 users at', '-'.repeat(33), '(ftrace buffer empty)'],
  );
  const heads = fc.constantFrom(
    ...['6,N,7,-;', '6,N,7,-;', '6,N,7,-,caller=T1;', '6,N,7,c;', '6,N,7,+;'],
  );
  const odd = fc.constantFrom(
    ...['6,N,,-;', '6,,7,-;', ',N,7,-;', '8,N,7,-;', '30,N,7,-;', '6,N,7,-,', '6,N,7,-'],
    ...['6,0N,7,-;', '6,N,1234567890123456,-;', '6,N,123456789012345,-;', ' DEVICE=', ' =', ' a='],
  );
  const step = fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.integer({ min: -2, max: 3 }));
  const head = fc.oneof({ weight: 5, arbitrary: heads }, odd);

  it('are read the same from bytes as from text', () => {
    const records = fc.array(fc.tuple(head, step, messages), { maxLength: 60 });
    fc.assert(
      fc.property(records, fc.integer({ min: 1, max: 200 }), (told, chunk) => {
        let sequence = 9;
        const lines = told.map(([first, more, message]) => {
          sequence += more;
          return `${first.replace('N', String(sequence))}${message}\n`;
        });
        expectTwins('kmsg', Buffer.from(lines.join('')), WANTED, chunk);
      }),
    );
  });
});
