import { describe, expect, it } from 'vitest';
import { JsonlReader } from '../../src/recording/jsonl-reader.ts';

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
      { line: 3, expected: 'a JSON object', found: '"{\\"seq\\":"' },
    ]);
  });

  it('describes a line that is too long without keeping it', () => {
    const { lines, problems } = read(`{"x":"${'x'.repeat(100_000)}"}\n${GAP}\n`);
    expect(lines.reasons).toEqual({ 'too long': 1, used: 1 });
    expect(problems).toMatchObject([{ line: 1, found: 'a line that is too long' }]);
  });
});
