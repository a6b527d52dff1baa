import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { type Recording, readLog } from '../../src/recording/read.ts';
import { recordedBytes } from './events.ts';

/** Several recordings in one file, as `cat` puts them there. */
async function cat(...names: readonly string[]): Promise<Recording> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const name of names) yield recordedBytes(name);
  }
  return readLog(bytes());
}

function violated({ events }: Recording): readonly string[] {
  const broken = judge(events).invariants.filter(({ verdict }) => verdict === 'violated');
  return broken.map(({ id }) => id);
}

describe.each(['6.1-cloud', '6.12-cloud'])(
  'two recordings in one file accuse nobody: %s',
  (box) => {
    it.each([
      ['boot-dmesg', 'life-kprobe'],
      ['boot-dmesg', 'boot-graph'],
      ['boot-dmesg-console', 'life-graph'],
      ['boot-dmesg-notime', 'boot-graph'],
      ['boot-dmesg-notime', 'life-kprobe'],
      ['life-function-sysrq', 'boot-dmesg'],
      ['life-kprobe', 'life-graph'],
      ['life-kprobe', 'life-kprobe'],
      ['life-pipe', 'life-pipe'],
      ['life-function-nocontext', 'boot-graph'],
      ['life-kprobe', 'life-trace-cmd'],
      ['life-kprobe', 'life-perf-header'],
      ['life-graph-bare', 'life-kprobe'],
      ['life-stacktrace', 'life-graph'],
      ['life-stacktrace', 'life-trace-cmd'],
      // No header, but lines of another form.
      ['boot-graph-columns', 'life-perf'],
      ['boot-graph-columns', 'life-pipe'],
      ['life-bpftrace', 'life-perf-delta'],
      ['life-dropped', 'life-perf-tids'],
    ])('%s and %s', async (first, second) => {
      const recording = await cat(`${box}/${first}`, `${box}/${second}`);
      expect(recording.summary.gaps).toBeGreaterThan(0);
      expect(violated(recording)).toEqual([]);
    });
  },
);

describe('an ftrace dump inside the log of one boot', () => {
  it.each(['6.1-cloud', '6.12-cloud'])('is no other recording: %s', async (box) => {
    expect((await cat(`${box}/life-function-sysrq`)).summary.gaps).toBe(0);
  });
});
