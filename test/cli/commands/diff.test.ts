import { describe, expect, it } from 'vitest';
import { recording, runIn } from '../shell.ts';

const OLD = recording('6.1-cloud/boot-function-1cpu.log.gz');
const NEW = recording('6.12-cloud/boot-function-1cpu.log.gz');

/** Names of modules' init functions that ftrace resolved when their memory held others. */
const MISNAMED = /initcalls\/(veth_get_link_ksettings|dummy_init_module)$/;

describe('diff', () => {
  it('finds nothing between a recording and itself', async () => {
    const { code, out } = await runIn({}, 'diff', OLD, OLD);
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('no difference but in time');
  });

  it('tells what another kernel does differently, and where both logs say so', async () => {
    const { code, out } = await runIn({}, 'diff', OLD, NEW);
    expect(code).toBe(0);
    expect(out).toMatch(/− initcalls \/ net_defaults_init is missing +L\d+ → –/);
    expect(out).toMatch(/\+ initcalls \/ init_umh_sysctls is new +– → L\d+/);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(/\d+ differences: \d+ missing, \d+ new/);
  });

  it.each([
    ['6.1-cloud/boot-dmesg.log', '6.1-cloud/boot-dmesg-raw.log'],
    ['6.1-cloud/boot-dmesg.log', '6.1-cloud/boot-kmsg.log'],
    ['6.12-cloud/boot-dmesg-decoded.log.gz', '6.12-cloud/boot-dmesg-delta.log.gz'],
    ['6.1-cloud-arm64/boot-dmesg.log', '6.1-cloud-arm64/boot-dmesg-json.log.gz'],
  ])('finds nothing but time between %s and %s, one boot printed twice', async (a, b) => {
    const failOn = 'order,missing,added,failed';
    const logs = [recording(a), recording(b)];
    const { code, out } = await runIn({}, 'diff', '--fail-on', failOn, ...logs);
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('no difference but in time');
  });

  it.each([['6.1-cloud'], ['6.12-cloud']])(
    'tells of two boots of %s with other CPUs the CPUs and the time',
    async (kernel) => {
      const logs = [1, 4].map((cpus) => recording(`${kernel}/boot-function-${cpus}cpu.log.gz`));
      const { out } = await runIn({}, 'diff', '--json', ...logs);
      const { findings } = JSON.parse(out);
      const told = findings
        .filter(({ kind }: { kind: string }) => kind !== 'slower' && kind !== 'faster')
        .map(({ kind, path }: { kind: string; path: string[] }) => `${kind} ${path.join('/')}`)
        .filter((finding: string) => !MISNAMED.test(finding));
      expect(told).toEqual([
        'added boot/softnet 1',
        'added boot/softnet 2',
        'added boot/softnet 3',
      ]);
    },
  );

  it('lists what is different in kind first, then the largest differences in time', async () => {
    const FOUR = recording('6.1-cloud/boot-function-4cpu.log.gz');
    const { out } = await runIn({}, 'diff', OLD, FOUR);
    const marks = [...out.matchAll(/^ {2}([+−~×·]) /gm)].map(([, mark]) => mark);
    expect(marks.join('')).toMatch(/^[+−]+[×·]{12}$/);
    expect(out).toMatch(/… \d+ more \(see --json\)/);
  });

  it('explains what --fail-on takes', async () => {
    const { out } = await runIn({}, 'diff', '--help');
    for (const word of ['order', 'missing', 'added', 'failed', 'slower']) {
      expect(out).toMatch(new RegExp(`^ {2}${word} `, 'm'));
    }
  });

  it('fails on what it is told to, and on nothing else', async () => {
    expect((await runIn({}, 'diff', '--fail-on', 'missing', OLD, NEW)).code).toBe(1);
    expect((await runIn({}, 'diff', '--fail-on', 'failed,order', OLD, OLD)).code).toBe(0);
    const { code, err } = await runIn({}, 'diff', '--fail-on', 'slower=99999999%', OLD, NEW);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it.each([
    ['mising', 'did you mean missing?'],
    ['slower=much', 'expected slower=20%'],
    ['order=20%', 'expected slower=20%'],
  ])('says what --fail-on %s should have been', async (failOn, message) => {
    const { code, err } = await runIn({}, 'diff', '--fail-on', failOn, OLD, NEW);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('prints its findings as JSON', async () => {
    const { out } = await runIn({}, 'diff', '--json', OLD, NEW);
    const { before, after, findings } = JSON.parse(out);
    expect([before, after]).toEqual([OLD, NEW]);
    expect(findings[0]).toMatchObject({ kind: expect.any(String), path: expect.any(Array) });
  });

  it('cannot compare with what it cannot read', async () => {
    const { code, out, err } = await runIn({}, 'diff', OLD, '/nowhere');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('/nowhere: found no such file');
  });
});
