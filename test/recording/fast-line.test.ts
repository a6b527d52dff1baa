import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, type LogFormat } from '../../src/recording/create-decoder.ts';
import type { DecoderOptions, LineDecoder } from '../../src/recording/decoder.ts';
import { Decoding } from '../../src/recording/decoding.ts';
import { detect } from '../../src/recording/detect.ts';
import { WANTED_CALLERS, WANTED_FUNCTIONS } from '../../src/recording/interpret/handlers.ts';
import { WANTED_MESSAGES } from '../../src/recording/interpret/messages.ts';
import type { Observation } from '../../src/recording/observation.ts';
import { openKernel, type SkimKernel } from '../../src/recording/skim/kernel.ts';
import type { LineCount } from '../../src/recording/tally.ts';
import { recordedBytes, recordings } from './events.ts';

const NEWLINE = 10;
const WANTED = {
  wanted: WANTED_FUNCTIONS,
  wantedCallers: WANTED_CALLERS,
  wantedMessages: WANTED_MESSAGES,
};

interface Told {
  readonly observations: readonly Observation[];
  readonly lines: LineCount;
}

/** What the decoder says that reads every line as text. */
function slowly(decoder: LineDecoder): LineDecoder {
  return {
    line: (text, number, out) => decoder.line(text, number, out),
    end: (out) => decoder.end(out),
  };
}

interface Way {
  readonly chunkBytes?: number | undefined;
  /** Steps over what it can. */
  readonly kernel?: SkimKernel;
}

function tell(decoder: LineDecoder, log: Uint8Array, { chunkBytes, kernel }: Way = {}): Told {
  const decoding = new Decoding(decoder);
  if (kernel !== undefined) decoding.skimWith(kernel);
  const observations: Observation[] = [];
  const step = chunkBytes ?? log.length;
  for (let at = 0; at < log.length; at += step) {
    for (const it of decoding.push(log.subarray(at, at + step))) observations.push(it);
  }
  for (const it of decoding.end()) observations.push(it);
  return { observations, lines: decoding.lines };
}

function expectTwins(format: LogFormat, log: Uint8Array, options: DecoderOptions, chunk?: number) {
  const slow = tell(slowly(createDecoder(format, options)), log);
  expectSame(tell(createDecoder(format, options), log, { chunkBytes: chunk }), slow);
  expectSame(tell(createDecoder(format, options), log, { kernel: newKernel() }), slow);
  const both = { chunkBytes: chunk, kernel: newKernel() };
  expectSame(tell(createDecoder(format, options), log, both), slow);
}

function expectSame(fast: Told, slow: Told): void {
  expect(fast.lines).toEqual(slow.lines);
  const texts = slow.observations.map((it) => JSON.stringify(it));
  const wrong = fast.observations.findIndex((it, i) => JSON.stringify(it) !== texts[i]);
  if (wrong !== -1) expect(fast.observations[wrong]).toEqual(slow.observations[wrong]);
  expect(fast.observations.length).toBe(slow.observations.length);
}

function newKernel(): SkimKernel {
  const kernel = openKernel();
  if (kernel === null) throw new Error('expected WebAssembly with SIMD');
  return kernel;
}

function formatOf(log: Uint8Array): LogFormat | null {
  const found = detect(log.subarray(0, 64 * 1024));
  return found.known && found.format !== 'jsonl' ? found.format : null;
}

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
  ['kprobe', '6.1-cloud/life-trace-cmd'],
  ['function-graph', '6.1-cloud/life-graph'],
  ['function-graph', '6.1-cloud/life-graph-columns'],
  ['function-graph', '6.1-cloud/boot-graph'],
  ['dmesg', '6.1-cloud/boot-dmesg'],
  ['dmesg', '6.1-cloud/boot-dmesg-console'],
  ['dmesg', '6.1-cloud/boot-tp-printk'],
  ['dmesg', '6.1-cloud/boot-crash-ftrace-console'],
  ['dmesg-raw', '6.1-cloud/boot-dmesg-raw'],
];

/** What may stand anywhere in a line that is nearly right. */
const DIRT = [
  ...[' ', '  ', '-', '.', ':', ': ', '(', ')', '"', '=', ' a=', '_', '+0x', '0x', '[', ']', '<-'],
  ...['0', '9', 'a', 'X', '\t', '\r', '\u001b', '\u0000', '\u007f', '\u0085', 'é', '\u2028', '\n'],
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

const available = new Set(recordings().map(({ name }) => name));

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

/** Lines of no interest, as there are thousands behind one another. */
const USUAL: readonly (readonly [LogFormat, string])[] = [
  ['function', '              ip-206     [001] d..1.     1.950970: rtnl_unlock <-a_16_letter_name'],
  ['function-graph', ' 0) + 11.537 us   |    } '],
  ['function-graph', ' 0)   0.772 us    |      a_16_letter_name();'],
  ['function-graph', ' 12)               |      should_failslab() {'],
];

/** What a byte may turn into: of each kind that is told apart, and what may stand beside it. */
const OTHER_BYTES = [...'09afgz_ -.:;|(){}<"[]+x\r\u0000\u007f\u00ff'];

describe.each(USUAL)('a %s that repeats one line: %s', (format, usual) => {
  it('is read right where any of its bytes is another, missing or doubled', () => {
    const line = usual.trimEnd();
    const lines: string[] = [format === 'function' ? '# tracer: function' : line, line, line];
    for (let at = 0; at <= line.length; at += 1) {
      const [head, tail] = [line.slice(0, at), line.slice(at + 1)];
      for (const byte of OTHER_BYTES) lines.push(`${head}${byte}${tail}`, line, line);
      lines.push(head + tail, line, head + line.slice(at - 1), line, line);
    }
    expectTwins(format, Buffer.from(`${lines.join('\n')}\n`, 'latin1'), WANTED);
  });

  it('is read right where a name grows beyond all that is compared at once', () => {
    const line = usual.trimEnd();
    const lines: string[] = [line, line];
    for (let more = 1; more < 80; more += 1) {
      for (const letter of ['a', 'g', ' ']) {
        const grown = line.replace(/(?=\w+(?:\(|$))/, letter.repeat(more));
        lines.push(grown, line, line, `${grown}x`, line, `${line}${letter.repeat(more)}`, line);
      }
    }
    expectTwins(format, Buffer.from(`${lines.join('\n')}\n`, 'latin1'), WANTED);
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
