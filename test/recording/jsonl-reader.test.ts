import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { NOTHING_KNOWN } from '../../src/recording/boot-facts.ts';
import { encodeEvent, encodeFacts } from '../../src/recording/event-json.ts';
import { JsonlReader } from '../../src/recording/jsonl-reader.ts';
import { readLog } from '../../src/recording/read.ts';
import { inChunks, recorded, recordings } from './events.ts';

const GAP =
  '{"seq":0,"type":"recording.gap","at":null,"cpu":0,"task":null,"evidence":"observed","line":1,"lost":5}';

function read(text: string, chunkBytes: number = text.length): JsonlReader & { events: unknown[] } {
  const reader = new JsonlReader();
  const bytes = new TextEncoder().encode(text);
  const events: unknown[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    events.push(...reader.push(bytes.subarray(at, at + chunkBytes)));
  }
  events.push(...reader.end());
  return Object.assign(reader, { events });
}

describe('JsonlReader', () => {
  it('reads events back, however the chunks are cut', () => {
    const log = `${GAP}\n\n${GAP}`;
    for (const chunkBytes of [1, 7, 100, 1000]) {
      const { events, lines, problems } = read(log, chunkBytes);
      expect(events).toEqual([JSON.parse(GAP), JSON.parse(GAP)]);
      expect(lines).toMatchObject({ total: 3, used: 2, noise: 1, unknown: 0 });
      expect(problems).toEqual([]);
    }
  });

  it('goes on behind a broken line and says what is wrong with it', () => {
    const { events, lines, problems } = read(`${GAP.replace('5', '"5"')}\n${GAP}\n{"seq":\n`);
    expect(events).toHaveLength(1);
    expect(lines).toMatchObject({ used: 1, unknown: 2, firstUnknown: 1 });
    expect(problems).toEqual([
      { line: 1, expected: 'a number in "lost"', found: '"5"' },
      { line: 3, expected: 'a JSON object', found: 'one that ends early' },
    ]);
  });

  it('describes a line that is too long without keeping it', () => {
    const { lines, problems } = read(`{"x":"${'x'.repeat(100_000)}"}\n${GAP}\n`);
    expect(lines.reasons).toEqual({ 'too long': 1, used: 1 });
    expect(problems).toMatchObject([{ line: 1, found: 'a line that is too long' }]);
  });
});

describe('a line about the recording as a whole', () => {
  const FACTS = { kernel: '6.1.0-56-cloud-amd64', cpus: 4 };

  it('tells its boot, wherever it stands, and is no event', () => {
    const line = encodeFacts(FACTS);
    for (const log of [`${line}\n${GAP}\n`, `${GAP}\n${line}\n`]) {
      const { events, facts, lines } = read(log);
      expect(facts).toEqual(FACTS);
      expect(events).toHaveLength(1);
      expect(lines.used).toBe(2);
    }
  });

  it('is not written where there is nothing to tell, and is held to its schema', () => {
    expect(encodeFacts(NOTHING_KNOWN)).toBeNull();
    const { problems } = read('{"type":"recording","kernel":6.1,"cpus":4}\n');
    expect(problems).toEqual([{ line: 1, expected: 'a string in "kernel"', found: '6.1' }]);
  });
});

/** The option raw prints numbers only, which are no events. */
const NAMES = recordings()
  .map(({ name }) => name)
  .filter((name) => !name.endsWith('function-raw'));

describe.each(NAMES)('the events of %s, written as JSONL', (name) => {
  it('tell the same verdicts and the same boot as the log', async () => {
    const { events, summary } = await recorded(name);
    const lines = [encodeFacts(summary), ...events.map(encodeEvent)];
    const { kernel, cpus, gaps } = summary;
    const text = lines.filter((line) => line !== null).join('\n');
    const again = await readLog(inChunks(new TextEncoder().encode(text), 64 * 1024), {
      format: 'jsonl',
    });
    expect(again.summary).toMatchObject({ kernel, cpus, gaps, problems: [] });
    expect(judge(again.events)).toEqual(judge(events));
  });
});
