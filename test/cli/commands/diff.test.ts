import { describe, expect, it } from 'vitest';
import { recording, runIn } from '../shell.ts';

const OLD = recording('6.1-cloud/boot-function-1cpu.log.gz');
const NEW = recording('6.12-cloud/boot-function-1cpu.log.gz');

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
