import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEvent } from '../../src/recording/event-json.ts';
import { FastEvents } from '../../src/recording/fast-event.ts';
import { decodeEvent } from '../../src/recording/jsonl.ts';
import { textOf } from '../../src/recording/text.ts';
import { arbitraryEvent } from './event-arbitrary.ts';
import { recorded, recordings } from './events.ts';

/** What else may stand in a line, or in the place of something. */
const DIRT = [
  ...['', ' ', '"', ',', ':', '{', '}', '\\', '\\u0041', '\t', '\u007f', '0', '-', '.5', 'e1'],
  ...[
    'null',
    'true',
    '[]',
    '{}',
    '"x"',
    ',"x":1',
    '00',
    '1234567890123456',
    '\ufeff',
    'é',
    '\ud800',
  ],
  ...['net.setup', 'pernet.exited', 'observed', ',"inferred":["net"]', ',"net":"1"', ',"net":null'],
];
const places = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

/** Lines that our own would be but for a change. */
const nearlyRight = fc
  .tuple(arbitraryEvent().map(encodeEvent), places, fc.nat(3), fc.constantFrom(...DIRT))
  .map(([line, share, cut, dirt]) => {
    const at = Math.floor(line.length * share);
    return Buffer.from(line.slice(0, at) + dirt + line.slice(at + cut));
  });
const bytes = fc
  .tuple(arbitraryEvent().map(encodeEvent), places, fc.nat(255))
  .map(([line, share, byte]) => {
    const log = Buffer.from(line);
    log[Math.floor(log.length * share)] = byte;
    return log;
  });

/** Reads a line among others, as it stands in a chunk. */
function readFast(reader: FastEvents, line: Uint8Array): unknown {
  const chunk = Buffer.concat([Buffer.from('}\n'), line, Buffer.from('\n{"seq":0')]);
  return reader.read(chunk, 2, 2 + line.length);
}

describe('an event read from bytes', () => {
  it('is what the schema makes of the line, or left to it', () => {
    const reader = new FastEvents();
    const line = fc.oneof(arbitraryEvent().map(encodeEvent).map(Buffer.from), nearlyRight, bytes);
    fc.assert(
      fc.property(line, (it) => {
        const event = readFast(reader, it);
        if (event !== null) {
          expect(decodeEvent(textOf(it, 0, it.length))).toStrictEqual({ event, problem: null });
        }
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    );
  });

  const stamp = '"at":null,"cpu":0,"task":"a","evidence":"observed","line":1';
  const setup = `{"seq":0,"type":"net.setup",${stamp},"net":"4"}`;
  const exited = `{"seq":0,"type":"pernet.exited",${stamp},"ops":"x","net":"4","phase":"exit"}`;

  it.each([
    ...([
      [setup, '"seq":0', '"seq":-1'],
      [setup, '"seq":0', '"seq":00'],
    ] as const),
    ...([
      [setup, '"seq":0', '"seq":0.5'],
      [setup, '"seq":0', '"seq": 0'],
    ] as const),
    ...([
      [setup, '"seq":0', '"seq":9007199254740993'],
      [setup, '"a"', '"\n"'],
    ] as const),
    ...([
      [setup, '"at":null', '"at":1795338414117143001'],
      [setup, '"a"', '"\\n"'],
    ] as const),
    ...([
      [setup, '"observed"', '"hearsay"'],
      [setup, '"net":"4"', '"net":null'],
    ] as const),
    ...([
      [setup, '"4"', '4'],
      [setup, ',"cpu":0', ''],
      [setup, '}', ',"more":1}'],
    ] as const),
    ...([
      [setup, '}', '} '],
      [setup, '}', ''],
      [setup, 'net.setup', 'net.exploded'],
    ] as const),
    ...([
      [exited, '"exit"', '"exits"'],
      [exited, '"exit"', 'null'],
    ] as const),
  ])(
    'is left to the schema where it is no event, or not written as we write it',
    (line, from, to) => {
      const reader = new FastEvents();
      expect(readFast(reader, Buffer.from(line))).not.toBeNull();
      expect(readFast(reader, Buffer.from(line.replace(from, to)))).toBeNull();
    },
  );

  it.runIf(recordings().some(({ name }) => name === '6.1-cloud/life-kprobe'))(
    'is nearly every one of a box at work',
    async () => {
      const { events } = await recorded('6.1-cloud/life-kprobe');
      const reader = new FastEvents();
      const read = events.filter((it) => readFast(reader, Buffer.from(encodeEvent(it))) !== null);
      expect(read.length).toBeGreaterThan(0.9 * events.length);
    },
  );
});
