import { describe, expect, it } from 'vitest';
import { KERNEL_VERSIONS } from '../../../src/kernel/versions.ts';
import { runIn } from '../shell.ts';

describe('simulate', () => {
  it.each(KERNEL_VERSIONS)('prints a history that a right %s kernel would log', async (kernel) => {
    const { code, out } = await runIn({}, 'simulate', '--kernel', kernel, '--netns', '2');
    expect(code).toBe(0);
    const judged = await runIn({ files: { it: out } }, 'check', '--kernel', kernel, 'it');
    expect(judged.code).toBe(0);
    expect(judged.out.split('\n')[0]).toContain('it: holds');
  });

  it('is what it was asked for', async () => {
    const { out } = await runIn({}, 'simulate', '--cpus', '3', '--netns', '5');
    const events = out
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));
    const ofType = (type: string) => events.filter((event) => event.type === type);
    expect(ofType('softnet.initialized')).toHaveLength(3);
    expect(ofType('net.freed')).toHaveLength(5);
  });

  it('fails where it is told to', async () => {
    const fail = ['--fail', 'ops_init:fib_net_ops:2'];
    const { out } = await runIn({}, 'simulate', '--netns', '1', ...fail);
    const failed = out.split('\n').filter((text) => text.includes('"pernet.failed"'));
    expect(failed.map((text) => JSON.parse(text))).toMatchObject([{ ops: 'fib_net_ops', rc: -12 }]);
  });

  it.each([
    ['function', 'function'],
    ['graph', 'function-graph'],
    ['kprobe', 'kprobe'],
    ['dmesg', 'dmesg'],
  ])('prints the log a real kernel would have written with %s', async (form, format) => {
    const { out } = await runIn({}, 'simulate', '--as', form, '--netns', '1');
    const { code, out: report } = await runIn({ files: { it: out } }, 'check', '--json', 'it');
    expect(code).toBe(0);
    expect(JSON.parse(report).recordings[0]).toMatchObject({ format, lines: { unknown: 0 } });
  });

  it('breaks a promise where it is a wrong kernel', async () => {
    const { out } = await runIn({}, 'simulate', '--defect', 'lo leaves first');
    expect((await runIn({ files: { it: out } }, 'check', 'it')).code).toBe(1);
  });

  it.each([
    [['--kernel', '2.4'], 'expected one of 5.17, 6.1'],
    [['--cpus', '0'], 'expected a whole number from 1'],
    [['--netns', 'many'], 'expected a whole number from 0'],
    [['--fail', 'ops_int'], 'did you mean ops_init?'],
    [['--fail', 'ops_init:a:1:2'], 'expected SITE, SITE:OF or SITE:OF:NTH'],
    [['--as', 'grpah'], 'did you mean graph?'],
    [['--defect', 'lo leaves frist'], 'did you mean lo leaves first?'],
  ])('says what %j should have been', async (args, message) => {
    const { code, out, err } = await runIn({}, 'simulate', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
