import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { readLog } from '../../src/recording/read.ts';

const EVENTS = new URL('../../events/', import.meta.url);

/** One log of each kind that can show something else than the others. */
const KINDS =
  /(boot-function-4cpu|boot-graph|boot-dmesg|boot-tp-printk-lost|boot-crash-console|life-kprobe|life-graph|life-hostile|life-parallel|life-overwritten|life-pipe-lost|life-dropped|life-late|life-waiting|life-waiting-dmesg)\.log(\.gz)?$/;

const logs = readdirSync(EVENTS, { recursive: true, encoding: 'utf8' })
  .filter((path) => KINDS.test(path))
  .sort();

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = readFileSync(new URL(path, EVENTS));
  yield path.endsWith('.gz') ? gunzipSync(file) : file;
}

async function judged(path: string, lossless = false) {
  const { events } = await readLog(bytesOf(path));
  return judge(events, { kernel: path.split('-')[0] ?? '', lossless });
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

  it('is seen to take the steps of net_dev_init in order', async () => {
    const { invariants } = await judged('6.1-cloud/boot-function-4cpu.log.gz');
    expect(invariants.find(({ id }) => id === 'boot-order')?.verdict).toBe('holds');
  });
});
