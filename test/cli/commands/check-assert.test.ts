import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/invariants/catalogue.ts';
import { recording, runIn } from '../shell.ts';

const BOOT = recording('6.1-cloud/boot-function-1cpu.log.gz');
const DMESG = recording('6.1-cloud/boot-dmesg.log');
const LIFE = recording('6.1-cloud/life-kprobe.log.gz');

describe('check --assert', () => {
  it('judges what the user asserts beside what the kernel promises', async () => {
    const asserted = ['--assert', 'net_dev_init < 1s', '--assert', 'net_dev_init never failed'];
    const { code, out } = await runIn({}, 'check', ...asserted, BOOT);
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`${catalogue.length + 2} promises`);
    expect(out).toMatch(/✓ holds {4}net_dev_init < 1s +kept once/);
    expect(out).toMatch(/✓ holds {4}net_dev_init never failed +kept once/);
  });

  it('exits with 1 where it is not so, and says what is so instead', async () => {
    const { code, out } = await runIn({}, 'check', '--assert', 'net_dev_init < 1us', DMESG);
    expect(code).toBe(1);
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/boot-dmesg\.log:\d+ at [\d.]+ s: net_dev_init took \d+ us, not < 1 us/);
    expect(text).toContain('Promised: initcall net_dev_init takes < 1 us.');
  });

  it('is unknown where the log cannot show it', async () => {
    const { code, out } = await runIn({}, 'check', '--assert', 'net_dev_init < 5ms', LIFE);
    expect(code).toBe(0);
    expect(out).toMatch(/\? unknown {2}net_dev_init < 5ms +not in this recording/);
    expect((await runIn({}, 'check', '--strict', '--assert', 'd0 opened', LIFE)).code).toBe(3);
  });

  it('takes nothing inferred for evidence: a trace without arguments names no softirq', async () => {
    const asserted = ['--assert', 'softirq NET_RX opened'];
    const { out } = await runIn({}, 'check', ...asserted, BOOT);
    expect(out).toMatch(/unknown {2}softirq NET_RX opened {3}line \d+ does not say which softirq/);
    const { out: simulated } = await runIn({}, 'simulate');
    const world = { files: { simulated } };
    expect((await runIn(world, 'check', ...asserted, 'simulated')).out).toMatch(
      /✓ holds {4}softirq NET_RX opened +kept once/,
    );
  });

  it('separates even a long assertion from what is said of it', async () => {
    const long = 'net_dev_init appears before net_dev_init returned';
    const { out } = await runIn({}, 'check', '--assert', long, BOOT);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`holds ${long} kept once`);
  });

  it.each([
    ['--json', /"id": "d0 never appears",\s+"verdict": "violated"/],
    ['--sarif', /"ruleId": "d0 never appears",\s+"kind": "fail"/],
    ['--junit', /<testcase [^>]*name="d0 never appears">\s+<failure/],
    ['--github', /^::error file=[^,]+,line=\d+,title=d0 never appears::/m],
  ])('is part of the report with %s', async (form, content) => {
    const { code, out } = await runIn({}, 'check', form, '--assert', 'd0 never appears', LIFE);
    expect(code).toBe(1);
    expect(out).toMatch(content);
  });

  it('says where an assertion stops making sense', async () => {
    const { code, out, err } = await runIn({}, 'check', '--assert', 'net_dev_init < 5', BOOT);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      'netdev-replay: --assert "net_dev_init < 5": column 17: ' +
        'expected a unit: ns, us, µs, ms or s, found the end\n',
    );
  });

  it('refuses the same assertion twice', async () => {
    const twice = ['--assert', 'NET_RX opened', '--assert', ' NET_RX  opened'];
    const { code, err } = await runIn({}, 'check', ...twice, BOOT);
    expect(code).toBe(2);
    expect(err).toContain('found two promises called "NET_RX opened", expected one');
  });
});
