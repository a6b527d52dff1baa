import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogFormat } from '../../src/recording/create-decoder.ts';
import { detect } from '../../src/recording/detect.ts';
import type { Observation } from '../../src/recording/observation.ts';
import { recordedBytes, recordings } from './events.ts';
import { type Decoded, decode } from './observe.ts';

/** Runs per format; `npm run fuzz` may ask for more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const SAMPLES = 400;
const NEWLINE = 10;

/** Real lines to start from, one recording of each format. */
const SEEDS: readonly (readonly [LogFormat, string])[] = [
  ['function', 'life-stacktrace'],
  ['function', 'life-function-latency'],
  ['function-graph', 'life-graph-columns'],
  ['kprobe', 'life-hostile'],
  ['trace-cmd', 'life-trace-cmd'],
  ['dmesg', 'boot-crash-ftrace-console'],
  ['dmesg', 'boot-tp-printk'],
  ['dmesg-raw', 'boot-dmesg-raw'],
  ['dmesg-unstamped', 'boot-dmesg-notime'],
  ['dmesg-json', 'boot-dmesg-json'],
  ['kmsg', 'boot-kmsg'],
  ['perf', 'life-perf-probe'],
  ['perf', 'life-perf-trace'],
  ['bpftrace', 'life-bpftrace'],
  ['journal', 'boot-klogd'],
  ['journal', 'boot-journal-short-delta'],
  ['journal-json', 'boot-journal-json'],
];

const JOURNAL = [
  'Nov 22 09:06:54 host kernel: [   34.544354] eth0: renamed from veth1',
  '[   34.544354] host kernel: unregister_netdevice: waiting for lo to become free',
  '{"MESSAGE":"x","PRIORITY":"6","_TRANSPORT":"kernel","_SOURCE_MONOTONIC_TIMESTAMP":"1"}',
];

const HOSTILE: readonly (readonly number[])[] = [
  [0],
  [0xff],
  [0xc3],
  [0xe2, 0x80, 0xa8],
  [0xe2, 0x80, 0xae],
  [0xc2, 0x85],
  [13],
  [27, 0x5b, 0x33, 0x31, 0x6d],
  [34],
  [92],
  [NEWLINE],
  ...[
    'name="lo"',
    ' ifindex=5"',
    ': (x+0x0/0x1)',
    '} /* x */',
    '[    1.000000] ',
    '|  ',
    '-1 [000] ',
  ].map((text) => [...new TextEncoder().encode(text)]),
];

/** What happens to lines on their way: cut, doubled, shredded, spliced, dirtied. */
function arbitraryLog(lines: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const line = fc.constantFrom(...lines);
  const at = fc.double({ min: 0, max: 1, noNaN: true });
  const place = (bytes: Uint8Array, share: number) => Math.floor(bytes.length * share);
  const damaged = fc.oneof(
    { weight: 4, arbitrary: line },
    fc.tuple(line, at).map(([a, x]) => a.slice(0, place(a, x))),
    fc.tuple(line, at).map(([a, x]) => a.slice(place(a, x))),
    line.map((a) => Uint8Array.from([...a, ...a])),
    fc
      .tuple(line, line, at, at)
      .map(([a, b, x, y]) =>
        Uint8Array.from([...a.slice(0, place(a, x)), ...b.slice(place(b, y))]),
      ),
    fc
      .tuple(line, fc.constantFrom(...HOSTILE), at)
      .map(([a, dirt, x]) =>
        Uint8Array.from([...a.slice(0, place(a, x)), ...dirt, ...a.slice(place(a, x))]),
      ),
    fc
      .tuple(line, fc.nat(), at)
      .map(([a, byte, x]) => a.with(Math.min(place(a, x), a.length - 1), byte % 256)),
    fc.uint8Array({ maxLength: 30 }),
  );
  return fc
    .array(damaged, { minLength: 1, maxLength: 30 })
    .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part, NEWLINE])));
}

function expectSound({ observations, lines }: Decoded, log: Uint8Array): void {
  const total = log.filter((byte) => byte === NEWLINE).length;
  expect(lines.total).toBe(total);
  expect(lines.used + lines.noise + lines.unknown).toBe(total);
  expect(Object.values(lines.reasons).reduce((sum, count) => sum + count, 0)).toBe(total);
  expect(observations.filter((it) => !isSound(it, total))).toEqual([]);
}

function isSound({ at, cpu, line }: Observation, total: number): boolean {
  const isCount = (value: number | null) =>
    value === null || (Number.isInteger(value) && value >= 0);
  const isThere = line === null || (line >= 1 && line <= total);
  return (at === null || Number.isInteger(at)) && isCount(cpu) && isThere;
}

function linesOf(name: string): readonly Uint8Array[] {
  const bytes = recordedBytes(name);
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, from);
    const end = newline === -1 ? bytes.length : newline;
    if (end > from) lines.push(bytes.slice(from, end));
    from = end + 1;
  }
  const step = Math.max(1, Math.floor(lines.length / SAMPLES));
  return lines.filter((_, i) => i % step === 0 || i < 20);
}

const available = new Set(recordings().map(({ name }) => name));
const seeds = SEEDS.map(([format, shape]) => [format, `6.1-cloud/${shape}`] as const).filter(
  ([, name]) => available.has(name),
);

describe('a damaged log', () => {
  it.each(seeds)(
    'of format %s (%s) is read without an error, every line counted',
    (format, name) => {
      fc.assert(
        fc.property(arbitraryLog(linesOf(name)), (log) => {
          expectSound(decode(format, log), log);
        }),
        { numRuns: RUNS },
      );
    },
  );

  it.each(['journal', 'journal-json'] as const)('of format %s is, too', (format) => {
    const lines = JOURNAL.map((line) => new TextEncoder().encode(line));
    fc.assert(
      fc.property(arbitraryLog(lines), (log) => {
        expectSound(decode(format, log), log);
      }),
      { numRuns: RUNS },
    );
  });

  it('is detected as something or refused, but never an error', () => {
    const lines = seeds.flatMap(([, name]) => linesOf(name).slice(0, 40));
    fc.assert(
      fc.property(arbitraryLog(lines), (log) => {
        const found = detect(log);
        expect(found.known ? found.line : found.message).toBeTruthy();
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a line made to be slow', () => {
  const long = 60_000;

  it.each([
    ['spaces', ' '.repeat(long)],
    ['quotes', ' a="'.repeat(long / 4)],
    ['context beginnings', '-1 [000] '.repeat(long / 9)],
    ['stamps', '[    1.000000]'.repeat(long / 14)],
    ['braces', '} /* '.repeat(long / 5)],
    ['parentheses', 'f('.repeat(long / 2)],
    ['calls', `f${'()'.repeat(long / 2)}`],
    ['escapes', '\\x5c'.repeat(long / 4)],
    ['JSON', '{"msg": "'.repeat(long / 9)],
    ['terminal sequences', '\u001B['.repeat(long / 2)],
    ['dots', `6,1,1,-;${'.'.repeat(long)}`],
    [
      'a marker',
      `      ip-1     [000] .....     1.000000: tracing_mark_write: ${'-1 [000] '.repeat(6000)}`,
    ],
    ['a bracket', `f ${'[a] '.repeat(long / 4)}`],
    ['words', `      ip-1     [000] .....     1.000000: p: (f+0x0/0x1)${' a'.repeat(long / 2)}`],
  ])('is read all the same: %s', (_, line) => {
    for (const [format] of [...seeds, ['journal'] as const, ['journal-json'] as const]) {
      expect(decode(format, `${line}\n`).lines.total).toBe(1);
    }
  });
});
