import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { readLog } from '../../src/recording/read.ts';

const EVENTS = new URL('../../events/', import.meta.url);

const logs = readdirSync(EVENTS, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.log(\.gz)?$/.test(path))
  .sort();

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = readFileSync(new URL(path, EVENTS));
  yield path.endsWith('.gz') ? gunzipSync(file) : file;
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'latin1');
}

async function judged(path: string) {
  const { events } = await readLog(bytesOf(path));
  return judge(events, { kernel: path.split('-')[0] ?? '' });
}

describe('a recorded kernel', () => {
  it.each(logs)('%s: breaks no promise', async (path) => {
    const { invariants } = await judged(path);
    const accusations = invariants.flatMap(({ id, violations }) =>
      violations.map(({ line, message }) => `${id} at line ${line}: ${message}`),
    );
    expect(accusations).toEqual([]);
  });

  it('is seen to keep the promises about loopback', async () => {
    const { invariants } = await judged('6.1-cloud/life-kprobe.log.gz');
    const held = invariants.filter(({ verdict }) => verdict === 'holds').map(({ id }) => id);
    expect(held).toEqual(
      expect.arrayContaining([
        'loopback-first',
        'loopback-ifindex',
        'loopback-last',
        'loopback-stays',
        'loopback-once',
      ]),
    );
  });

  it('is seen to keep the promises about loopback in a log of devices alone, too', async () => {
    const { invariants } = await judged('6.12-cloud/life-sparse.log');
    const held = invariants.filter(({ verdict }) => verdict === 'holds').map(({ id }) => id);
    expect(held).toEqual(
      expect.arrayContaining(['loopback-first', 'loopback-ifindex', 'loopback-last']),
    );
  });

  it('is not accused where a full buffer dropped the end of a cleanup without a word', async () => {
    const { invariants } = await judged('6.1-cloud/life-dropped.log.gz');
    const orphans = invariants.find(({ id }) => id === 'no-orphans');
    expect(orphans).toMatchObject({ verdict: 'unknown', broken: 0 });
    expect(orphans?.reason).toMatch(/but records may be lost on CPU 0 after line \d+$/);
  });

  it('is seen to take the steps of net_dev_init in order', async () => {
    const { invariants } = await judged('6.1-cloud/boot-function-4cpu.log.gz');
    expect(invariants.find(({ id }) => id === 'boot-order')?.verdict).toBe('holds');
  });

  it.each(['6.1-cloud', '6.12-cloud'])(
    '%s: is never accused when the buffer of one CPU is full from some line on',
    async (kernel) => {
      const packed = readFileSync(new URL(`${kernel}/life-kprobe.log.gz`, EVENTS));
      const lines = gunzipSync(packed).toString('latin1').split('\n');
      const full = fc.nat({ max: lines.length });
      await fc.assert(
        fc.asyncProperty(full, fc.constantFrom('[000]', '[001]'), async (at, cpu) => {
          fc.pre(lines.slice(0, at).filter((line) => line.includes(cpu)).length > 100);
          const left = lines.filter((line, index) => index < at || !line.includes(cpu));
          const { events } = await readLog(bytes(left.join('\n')));
          const { invariants } = judge(events);
          expect(invariants.flatMap(({ violations }) => violations)).toEqual([]);
        }),
        { numRuns: 20 },
      );
    },
  );
});
