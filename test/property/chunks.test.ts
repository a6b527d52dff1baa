import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEvent } from '../../src/recording/event-json.ts';
import { readLog } from '../../src/recording/read.ts';
import { recorded, recordedBytes } from '../recording/events.ts';

const LOGS = [
  '6.1-cloud/boot-function-1cpu',
  '6.12-cloud/boot-graph-columns',
  '6.1-cloud/boot-dmesg-console',
  '6.12-cloud/life-hostile',
];

describe('any split of the bytes into chunks gives the same events', () => {
  it.each(LOGS)('in %s', async (name) => {
    const bytes = recordedBytes(name);
    const whole = await recorded(name);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 40 }), async (cuts) => {
        expect(await readLog(pieces(bytes, cuts))).toEqual(whole);
      }),
      { numRuns: 5 },
    );
  });

  it('also in our own JSON lines, cut after every byte', async () => {
    const { events } = await recorded('6.12-cloud/life-sparse');
    const bytes = new TextEncoder().encode(
      events.map((event) => `${encodeEvent(event)}\n`).join(''),
    );
    const everywhere = [...bytes.keys()];
    expect((await readLog(pieces(bytes, everywhere))).events).toEqual(events);
  });
});

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (const [index, place] of places.entries()) yield bytes.subarray(place, places[index + 1]);
}
