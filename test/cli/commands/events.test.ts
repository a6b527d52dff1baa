import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEvent } from '../../../src/recording/jsonl.ts';
import { hostileHistory } from '../hostile.ts';
import { jsonl, recording, runIn } from '../shell.ts';

describe('events', () => {
  it('prints one event a line, which reads back as the same events', async () => {
    const log = recording('6.12-cloud/life-hostile.log.gz');
    const { code, out, err } = await runIn({}, 'events', log);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const again = await runIn({ files: { log: out } }, 'events', 'log');
    expect(again.out).toBe(out);
    expect(out.trimEnd().split('\n').length).toBeGreaterThan(200);
  });

  it('loses nothing of the strings it makes safe to print', async () => {
    await fc.assert(
      fc.asyncProperty(hostileHistory, async (events) => {
        const files = { log: jsonl(events) };
        const { out } = await runIn({ files }, 'events', '--format', 'jsonl', 'log');
        const lines = out.split('\n').filter((line) => line !== '');
        expect(lines.map((line) => decodeEvent(line).event)).toEqual(events);
      }),
      { numRuns: 25 },
    );
  });
});
