import { describe, expect, it } from 'vitest';
import {
  type DefectName,
  defects,
  simulateDefect,
} from '../../../src/testing/defects/catalogue.ts';
import { jsonl, recording, runIn } from '../shell.ts';

const broken = (name: DefectName) => ({ it: jsonl(simulateDefect(defects[name])) });

describe('reduce', () => {
  it.each(['lo leaves first', 'a device is skipped', 'NET_RX opens before NET_TX'] as const)(
    'leaves of a kernel in which %s what still breaks the promise, and no more',
    async (name) => {
      const promise = defects[name].breaks;
      const { code, out, err } = await runIn(
        { files: broken(name) },
        'reduce',
        '--for',
        promise,
        'it',
      );
      expect(code).toBe(1);
      const lines = out.trimEnd().split('\n');
      expect(err).toMatch(new RegExp(`it: ${lines.length} of [\\d,]+ events are left`));
      const judge = async (left: readonly string[]) => {
        const files = { left: renumbered(left) };
        const lossless = err.includes('--lossless') ? ['--lossless'] : [];
        return (await runIn({ files }, 'check', '--only', promise, ...lossless, 'left')).code;
      };
      expect(await judge(lines)).toBe(1);
      if (err.includes('--lossless')) return; // There, taking an event away is a violation itself.
      for (let at = 0; at < lines.length; at += 1) {
        expect(await judge(lines.toSpliced(at, 1))).not.toBe(1);
      }
    },
  );

  it('says so where nothing is broken', async () => {
    const log = recording('6.1-cloud/life-sparse.log');
    const { code, out, err } = await runIn({}, 'reduce', '--for', 'loopback-last', log);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('nothing here breaks loopback-last');
  });

  it('prints a test that can be run', async () => {
    const files = broken('lo leaves first');
    const { out } = await runIn({ files }, 'reduce', '--for', 'loopback-last', '--emit-test', 'it');
    expect(out).toContain("import { judge, type KernelEvent } from 'netdev-replay';");
    expect(out).toContain("it('breaks loopback-last', () => {");
    expect(out).toMatch(/^ {2}\{"seq":0,"type":"netdev.unregistered".*\},$/m);
  });

  it('wants to know for which promise', async () => {
    const { code, err } = await runIn({}, 'reduce', 'it');
    expect(code).toBe(2);
    expect(err).toContain("required option '--for <id>' not specified");
  });
});

/** An empty log is no log; one event that says nothing stands for none. */
function renumbered(lines: readonly string[]): string {
  const nothing =
    '{"seq":0,"type":"bootphase.ended","at":null,"cpu":null,"task":null,"evidence":"inferred","line":null}';
  const events = (lines.length === 0 ? [nothing] : lines).map((text) => JSON.parse(text));
  return events.map((event, seq) => `${JSON.stringify({ ...event, seq })}\n`).join('');
}
