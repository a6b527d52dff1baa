import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogFormat } from '../../src/recording/create-decoder.ts';
import { detect } from '../../src/recording/detect.ts';
import type { Observation } from '../../src/recording/observation.ts';
import { recordedBytes, recordings } from './events.ts';
import { type Decoded, decode } from './observe.ts';

const names = recordings().map(({ name }) => name);
/** The option raw prints numbers only; what they mean is in the kernel's symbol table. */
const UNREADABLE = /function-raw$/;
const NEWLINE = 10;

function formatOf(bytes: Uint8Array): LogFormat {
  const found = detect(bytes.subarray(0, 64 * 1024));
  if (!found.known || found.format === 'jsonl') throw new Error('expected a log');
  return found.format;
}

const whole = new Map<string, Decoded>();

/** A recording decoded in one piece; each only once. */
function decoded(name: string): Decoded {
  const known = whole.get(name);
  if (known !== undefined) return known;
  const bytes = recordedBytes(name);
  const result = decode(formatOf(bytes), bytes);
  whole.set(name, result);
  return result;
}

/** `toEqual` on arrays of thousands is slow: looks for the first difference and shows that. */
function expectSame(found: readonly unknown[], expected: readonly unknown[]): void {
  const wrong = found.findIndex((it, i) => !isDeepStrictEqual(it, expected[i]));
  if (wrong !== -1) expect(found[wrong]).toEqual(expected[wrong]);
  expect(found.length).toBe(expected.length);
}

describe.each(names)('%s', (name) => {
  it('is understood line by line', () => {
    const { lines, observations } = decoded(name);
    const total = recordedBytes(name).filter((byte) => byte === NEWLINE).length;
    expect(lines.total).toBe(total);
    expect(lines.used + lines.noise + lines.unknown).toBe(total);
    if (UNREADABLE.test(name)) expect(lines.unknown).toBeGreaterThan(total / 2);
    else expect(lines.unknown).toBe(0);
    expect(observations.every(({ line: at }) => at === null || (at >= 1 && at <= total))).toBe(
      true,
    );
  });
});

const WANTED = new Set(['list_netdevice', 'unlist_netdevice', 'setup_net', 'open_softirq']);

/** All prints of one kernel; the other kernels print the same way. */
describe.each(names.filter((name) => name.startsWith('6.12-cloud/')))('%s', (name) => {
  it('says the same in chunks', () => {
    const bytes = recordedBytes(name);
    const { observations, lines } = decode(formatOf(bytes), bytes, { chunkBytes: 997 });
    expect(lines).toEqual(decoded(name).lines);
    expectSame(observations, decoded(name).observations);
  });

  it('says the same up to where it was cut off', () => {
    const bytes = recordedBytes(name);
    const { observations } = decoded(name);
    const held = 3; // The last ones may lack what a later line adds.
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        const cut = decode(formatOf(bytes), bytes.subarray(0, length)).observations;
        const sure = cut.slice(0, -held);
        expectSame(sure, observations.slice(0, sure.length));
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1) },
    );
  });

  it('says the same of the functions asked for as when all are told', () => {
    const bytes = recordedBytes(name);
    const asked = decode(formatOf(bytes), bytes, { wanted: WANTED });
    const all = decoded(name);
    const isWanted = (it: Observation) => !('fn' in it) || WANTED.has(it.fn);
    expectSame(asked.observations, all.observations.filter(isWanted));
    expect(asked.lines.used + (asked.lines.reasons['other function'] ?? 0)).toBe(all.lines.used);
  });
});

/** One recording of each shape, short enough to be fed a byte at a time. */
const SHAPES = [
  'boot-function-1cpu',
  'boot-graph',
  'boot-dmesg',
  'boot-dmesg-console',
  'boot-dmesg-json',
  'boot-kmsg',
  'boot-crash-ftrace-console',
  'life-kprobe',
  'life-hostile',
  'life-graph',
  'life-stacktrace',
  'life-trace-cmd',
];
const EXCERPT_BYTES = 6000;

describe.each(SHAPES.filter((shape) => names.includes(`6.1-cloud/${shape}`)))(
  'chunks of %s',
  (shape) => {
    it('may be cut anywhere: every size from 1 to 100 bytes gives the same', () => {
      const bytes = recordedBytes(`6.1-cloud/${shape}`);
      const format = formatOf(bytes);
      const excerpt = bytes.subarray(-EXCERPT_BYTES);
      const expected = decode(format, excerpt);
      for (let chunkBytes = 1; chunkBytes <= 100; chunkBytes += 1) {
        expect(decode(format, excerpt, { chunkBytes })).toEqual(expected);
      }
    });
  },
);

describe.each(['6.1-cloud', '6.12-cloud'])('the prints of one recording on %s', (kernel) => {
  function told(shape: string, what: (observation: Observation) => unknown): readonly unknown[] {
    return decoded(`${kernel}/${shape}`)
      .observations.map(what)
      .filter((it) => it !== null);
  }

  const message = (it: Observation) => (it.kind === 'printed' ? it.message : null);
  const call = (it: Observation) => (it.kind === 'entered' ? it.fn : null);
  const callAndCaller = (it: Observation) => (it.kind === 'entered' ? [it.fn, it.caller] : null);
  const callAndArgs = (it: Observation) =>
    it.kind === 'entered' || it.kind === 'returned' ? [it.kind, it.fn, it.args] : null;
  const timed = (it: Observation) => (it.kind === 'printed' ? [it.at, it.message] : null);

  it.each(['raw', 'decoded', 'delta'])(
    'hold the same messages at the same times: dmesg %s',
    (style) => {
      expectSame(told(`boot-dmesg-${style}`, timed), told('boot-dmesg', timed));
    },
  );

  it.each(['ctime', 'iso', 'reltime', 'json'])('hold the same messages: dmesg %s', (style) => {
    expectSame(told(`boot-dmesg-${style}`, message), told('boot-dmesg', message));
  });

  it('hold the same messages: /dev/kmsg', () => {
    expectSame(told('boot-kmsg', timed), told('boot-dmesg', timed));
  });

  it.each(['noirqinfo', 'tgid', 'offsets', 'latency', 'verbose', 'nocontext', 'sysrq'])(
    'hold the same calls: function tracer, %s',
    (option) => {
      expectSame(
        told(`life-function-${option}`, callAndCaller),
        told('life-function', callAndCaller),
      );
    },
  );

  it('hold the same calls: function tracer without parents', () => {
    expectSame(told('life-function-noparent', call), told('life-function', call));
  });

  it.each(['columns', 'latency'])('hold the same calls: function_graph, %s', (option) => {
    expectSame(told(`life-graph-${option}`, callAndArgs), told('life-graph', callAndArgs));
  });

  it.each(['latency', 'nanoseconds', 'raw'])(
    'hold the same calls: trace-cmd report, %s',
    (option) => {
      expectSame(
        told(`life-trace-cmd-${option}`, callAndArgs),
        told('life-trace-cmd', callAndArgs),
      );
    },
  );
});
