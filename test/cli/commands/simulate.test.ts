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

  it('does what a plan says, on the machine that the options say', async () => {
    const plan = { kernel: '6.12', commands: [{ do: 'netns.add', net: 'a' }] };
    const files = { 'plan.json': JSON.stringify(plan) };
    const machine = ['--cpus', '4', '--online', '2'];
    const { code, out } = await runIn({ files }, 'simulate', '--plan', 'plan.json', ...machine);
    expect(code).toBe(0);
    const events = out
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(events.filter(({ type }) => type === 'net.ready')).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'softnet.initialized')).toHaveLength(4);
    expect(events.some(({ list }) => list === 'all')).toBe(false);
  });

  it('gives the same history for the same seed, and others for others', async () => {
    const historyOf = async (seed: string) =>
      (await runIn({}, 'simulate', '--netns', '2', '--seed', seed)).out;
    expect(await historyOf('1')).toBe(await historyOf('1'));
    expect(await historyOf('1')).not.toBe(await historyOf('2'));
  });

  it('breaks a promise where it is a wrong kernel', async () => {
    const { out } = await runIn({}, 'simulate', '--defect', 'lo leaves first');
    expect((await runIn({ files: { it: out } }, 'check', 'it')).code).toBe(1);
  });

  it.each([
    ['{"commands":[{"do":"fly"}]}', 'plan.json: commands.0.do'],
    ['no plan at all', 'plan.json: expected JSON'],
  ])('says what is wrong with the plan %s', async (plan, message) => {
    const world = { files: { 'plan.json': plan } };
    const { code, out, err } = await runIn(world, 'simulate', '--plan', 'plan.json');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('takes a plan or namespaces, not both', async () => {
    const world = { files: { 'plan.json': '{}' } };
    const { code, err } = await runIn(world, 'simulate', '--plan', 'plan.json', '--netns', '1');
    expect(code).toBe(2);
    expect(err).toContain('--netns: found a --plan too');
  });

  it.each([
    [['--kernel', '2.4'], 'expected one of 5.17, 6.1'],
    [['--cpus', '0'], 'expected a whole number from 1'],
    [['--netns', 'many'], 'expected a whole number from 0'],
    [['--fail', 'ops_int'], 'did you mean ops_init?'],
    [['--fail', 'ops_init:a:1:2'], 'expected SITE, SITE:OF or SITE:OF:NTH'],
    [['--fail', 'net'], 'ops_init'],
    [['--online', '5'], 'expected a whole number from 1 to 4'],
    [['--seed', '-1'], 'expected a whole number from 0'],
    [['--plan', 'nowhere.json'], 'nowhere.json'],
    [['--as', 'grpah'], 'did you mean graph?'],
    [['--defect', 'lo leaves frist'], 'did you mean lo leaves first?'],
  ])('says what %j should have been', async (args, message) => {
    const { code, out, err } = await runIn({}, 'simulate', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
