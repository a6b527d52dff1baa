import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Detection, detect, HEAD_BYTES } from '../../src/recording/detect.ts';
import { recordedBytes, recordings } from './events.ts';

/** What the names under events/ say about the format, first match wins. */
const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/dmesg-json$/, 'dmesg-json'],
  [/dmesg-notime$|journal-cat$/, 'dmesg-unstamped'],
  [/journal-dmesg$/, 'dmesg'],
  [/dmesg-(raw|syslog)$/, 'dmesg-raw'],
  [/journal.*json$/, 'journal-json'],
  [/journal|klogd/, 'journal'],
  [/dmesg|console|plain|tp-printk|sysrq|messages/, 'dmesg'],
  [/kmsg/, 'kmsg'],
  [/trace-cmd/, 'trace-cmd'],
  [/-perf/, 'perf'],
  [/-bpftrace$/, 'bpftrace'],
  [/graph/, 'function-graph'],
  [/function|stacktrace/, 'function'],
  [/./, 'kprobe'],
];

function head(text: string): Detection {
  return detect(new TextEncoder().encode(text));
}

function bytes(...values: readonly number[]): Detection {
  return detect(Uint8Array.from(values));
}

describe.each(recordings())('the recording $name', ({ name }) => {
  it('is recognised by its first bytes', () => {
    const expected = FORMATS.find(([pattern]) => pattern.test(name))?.[1];
    const found = detect(recordedBytes(name).subarray(0, 64 * 1024));
    expect(found).toMatchObject({ known: true, format: expected });
  });
});

describe('detect', () => {
  it('names the line that decided and shows it', () => {
    expect(head('\n# tracer: function\n#\n')).toEqual({
      known: true,
      format: 'function',
      confidence: 1,
      line: 2,
      evidence: '# tracer: function',
    });
  });

  it('takes a trace that holds nothing but its header for a recording', () => {
    expect(
      head('# tracer: nop\n#\n# entries-in-buffer/entries-written: 0/0   #P:2\n'),
    ).toMatchObject({ known: true, format: 'kprobe' });
  });

  it('looks past what a console shows before the kernel speaks', () => {
    const firmware = 'SeaBIOS (version 1.16.2)\r\n\r\nBooting from ROM...\r\n';
    const found = head(`${firmware}[    0.000000] Linux version 6.1.0\r\n[    0.000000] x\r\n`);
    expect(found).toMatchObject({ known: true, format: 'dmesg', line: 4 });
  });

  it('keeps a console log with a trace in it a console log', () => {
    const log = '[    0.000000] Linux version 6.1.0\n[    1.000000] x\n# tracer: function\n';
    expect(head(log)).toMatchObject({ format: 'dmesg' });
  });

  it.each([
    ['Nov 22 09:06:54 host kernel: Linux version 6.1.0', 'journal'],
    ['Nov 22 09:06:54.123456 host kernel: Linux version 6.1.0', 'journal'],
    ['2026-11-22T09:06:54+0000 host kernel: Linux version 6.1.0', 'journal'],
    ['Sun 2026-11-22 09:06:54 UTC host kernel: Linux version 6.1.0', 'journal'],
    ['1795338414.117143 host kernel: Linux version 6.1.0', 'journal'],
    ['[   34.544354 <    0.000074 >] host kernel: Linux version 6.1.0', 'journal'],
    ['[   34.544354] host kernel: Linux version 6.1.0', 'journal'],
    ['[   34.544354] pci 0000:00:01.0: BAR 0: assigned', 'dmesg'],
    ['{"MESSAGE":"x","PRIORITY":"6","_TRANSPORT":"kernel"}', 'journal-json'],
    ['{"seq":0,"type":"net.setup"}', 'jsonl'],
    ['6,3076,31723004,-,caller=T1;eth0: up', 'kmsg'],
    ['<6>[    1.331098] x', 'dmesg-raw'],
    ['calling  net_dev_init+0x0/0x24f @ 1', 'dmesg-unstamped'],
    ['[    T1] calling  net_dev_init+0x0/0x24f @ 1', 'dmesg-unstamped'],
    ['              ip-105     [001] .....     3.540097: setup_net <-copy_net_ns', 'function'],
    ['              ip-105     [001] .....     3.540097: setup_net: (setup_net+0x0/0x3)', 'kprobe'],
    ['              ip-105   [001]     3.540097: function:    setup_net <-- x', 'trace-cmd'],
    ['      ip-206   0..... 69825us+: ops_init <-setup_net', 'function'],
    [' 0) + 59.879 us   |  fn();', 'function-graph'],
  ])('recognises a log without a header by its lines: %s', (line, format) => {
    expect(head(`${line}\n`)).toMatchObject({ known: true, format, line: 1 });
  });

  it.each([
    ['nothing', '', 'empty'],
    ['blank lines', '\n\n  \n', 'empty'],
    ['prose', 'Dear Sir,\nthe network is down again.\n', 'unknown-format'],
    ['program text', '#include <stdio.h>\nint main(void) {\n  return 0;\n}\n', 'unknown-format'],
    ['other JSON', '{"name":"netdev-replay"}\n', 'unknown-format'],
  ])('refuses %s', (_, text, reason) => {
    expect(head(text)).toMatchObject({ known: false, reason });
  });

  it('refuses prose that quotes a line of a log', () => {
    const prose = 'And then it said something.\n'.repeat(30);
    const quote = '[    1.331098] calling  net_dev_init+0x0/0x24f @ 1\n';
    expect(head(prose + quote + prose)).toMatchObject({ known: false, reason: 'unknown-format' });
  });

  it('refuses prose that ends with a line of a log', () => {
    const prose = 'And then it said something.\n'.repeat(30);
    const quote = '[    1.331098] calling  net_dev_init+0x0/0x24f @ 1\n';
    expect(head(prose + quote)).toMatchObject({ known: false, reason: 'unknown-format' });
  });

  it('finds a log behind a long session in a shell', () => {
    const session = '$ make -C linux\n  CC      net/core/dev.o\n'.repeat(700);
    const log = '[    1.331098] calling  net_dev_init+0x0/0x24f @ 1\n'.repeat(5);
    expect(head(session + log)).toMatchObject({
      known: true,
      format: 'dmesg',
      confidence: 1,
      line: 1401,
    });
  });

  it('finds the header of a trace behind a long session in a shell', () => {
    const session = '$ ls -l\n-rw-r--r-- 1 root root 12 Nov 22 README\n'.repeat(500);
    const log = '# tracer: function\n#\n';
    expect(head(session + log)).toMatchObject({ known: true, format: 'function', line: 1001 });
  });

  it.each([
    [
      'a trace whose lines show nothing but calls',
      '# tracer: function\n',
      'setup_net\n',
      'function',
    ],
    ['the JSON of dmesg', '   "dmesg": [\n', '      {\n         "pri": 5\n', 'dmesg-json'],
  ])('lets no few lines of another format hide %s', (_, header, line, format) => {
    const few = '  ip   206 [001]  1234.567890: probe:ops_init: (ffffffffb399be20)\n'.repeat(2);
    const found = head(few + header + line.repeat(60));
    expect(found).toMatchObject({ known: true, format, line: 3, confidence: 1 });
  });

  it('measures its confidence from the line on that decided', () => {
    const log = '[    1.000000] Linux version 6.1.0\nlogin: root\n'.repeat(4);
    expect(head(`SeaBIOS\n${log}`)).toMatchObject({ line: 2, confidence: 0.5 });
  });

  it('looks no further than its head', () => {
    const session = 'login: root\n'.repeat(HEAD_BYTES / 12);
    const log = '# tracer: function\n';
    expect(head(session + log)).toMatchObject({ known: false });
  });

  it('says what it found instead', () => {
    const found = head('Dear Sir,\n');
    expect(found).toMatchObject({ message: expect.stringContaining('"Dear Sir,"') });
  });

  it('says what it found in one short printable line', () => {
    const found = head(`\u001B[31m\u202E${'evil '.repeat(100)}\n`);
    expect(found).toMatchObject({ known: false, message: expect.stringContaining('"\uFFFD[31m') });
    expect(found.known ? '' : found.message).toMatch(/^[^\p{C}]{1,140}$/u);
  });

  it('shows the line that decided without what a terminal would obey', () => {
    expect(head('[    1.000000] \u001B[31m\u202Ered\n')).toMatchObject({
      evidence: '[    1.000000] \uFFFD[31m\uFFFDred',
    });
  });

  it('refuses whatever is no text, without quoting it', () => {
    const garbage = fc.uint8Array({ minLength: 64, maxLength: 4096 });
    fc.assert(
      fc.property(garbage, (values) => {
        const found = detect(values);
        expect(found.known).toBe(false);
        expect(found.known ? '' : found.message).toMatch(/^[^\p{C}]{1,140}$/u);
      }),
    );
  });

  it.each([
    ['an image', [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]],
    ['a program', [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]],
    ['a gzip file', [0x1f, 0x8b, 8, 0]],
    ['a trace.dat', [0x17, 8, 0x44, ...new TextEncoder().encode('tracing')]],
    ['a binary file', Array.from({ length: 512 }, (_, i) => (i * 7) % 256)],
    ['a binary file', Array.from({ length: 512 }, (_, i) => 128 + ((i * 7) % 128))],
    ['a binary file', Array.from({ length: 512 }, () => 0)],
    ['UTF-16', [0xff, 0xfe, 0x23, 0]],
  ])('refuses %s by name', (what, values) => {
    const found = bytes(...values);
    expect(found).toMatchObject({ known: false, reason: 'binary' });
    expect(found).toMatchObject({ message: expect.stringContaining(what) });
  });
});
