import { describe, expect, it } from 'vitest';
import type { KernelEvent } from '../../src/model/events.ts';
import { readEvents, readFacts, readLog } from '../../src/recording/read.ts';
import { inChunks, recordedBytes } from './events.ts';

const TRACE = recordedBytes('6.12-cloud/life-kprobe');

function textInChunks(text: string): AsyncIterable<Uint8Array> {
  return inChunks(new TextEncoder().encode(text), 7);
}

/** Gives `bytes`, then fails as a damaged archive does. */
async function* failing(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* inChunks(bytes, 1000);
  throw new Error('the disk is on fire');
}

describe('an input without content', () => {
  it.each(['', '\n \n\t\n'])('is empty, in whatever format it is to be read: %j', async (text) => {
    for (const options of [{}, { format: 'kprobe' }, { format: 'jsonl' }] as const) {
      const reading = readLog(textInChunks(text), options);
      await expect(reading).rejects.toMatchObject({ name: 'LogError', code: 'empty' });
    }
  });
});

describe('a source that fails under way', () => {
  it.each([500, 200_000])(
    'is complained of once its events were told (%i bytes)',
    async (length) => {
      const expected = await readLog(inChunks(TRACE.subarray(0, length), 1000));
      const events: KernelEvent[] = [];
      const reading = (async () => {
        for await (const some of readEvents(failing(TRACE.subarray(0, length))))
          events.push(...some);
      })();
      await expect(reading).rejects.toThrow('the disk is on fire');
      expect(events).toEqual(expected.events);
    },
  );

  it('is a problem of the log where that is wished, and the rest counts', async () => {
    const damage = { expected: 'a whole file', found: 'ashes' };
    const { events, summary } = await readLog(failing(TRACE), { excuse: () => damage });
    expect(events).toEqual((await readLog(inChunks(TRACE, 1000))).events);
    expect(summary.problems).toEqual([{ line: summary.lines.total, ...damage }]);
  });

  it('matters more than that the little it gave is no log', async () => {
    const garbage = new TextEncoder().encode('Dear Sir,\n');
    await expect(readLog(failing(garbage))).rejects.toThrow('the disk is on fire');
  });
});

describe('the facts of a boot', () => {
  it('are its kernel and how many CPUs are possible, offline ones included', async () => {
    const dmesg = recordedBytes('6.12-cloud/boot-dmesg-console');
    expect(await readFacts(inChunks(dmesg, 4096))).toEqual({
      kernel: '6.12.117+deb12-cloud-amd64',
      cpus: 2,
    });
  });

  it('are unknown from a trace, or from what is no log', async () => {
    const nothing = { kernel: null, cpus: null };
    expect(await readFacts(inChunks(TRACE, 4096))).toEqual(nothing);
    expect(await readFacts(textInChunks('Dear Sir,\n'))).toEqual(nothing);
    expect(await readFacts(textInChunks(''))).toEqual(nothing);
  });

  it('help to infer, in another log, what no log shows', async () => {
    const trace = recordedBytes('6.1-cloud/boot-function-1cpu');
    const inferred = async (known: { kernel: string | null; cpus: number | null }) => {
      const { events } = await readLog(inChunks(trace, 4096), { known });
      const count = (type: string) => events.filter((event) => event.type === type).length;
      return { softnets: count('softnet.initialized'), ptypes: count('ptype.initialized') };
    };
    expect(await inferred({ kernel: null, cpus: 8 })).toMatchObject({ softnets: 8 });
    expect(await inferred({ kernel: '6.1.0', cpus: null })).toEqual({ softnets: 1, ptypes: 17 });
  });
});
