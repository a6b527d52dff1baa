import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recording, runIn } from '../shell.ts';

const BOOT = recording('6.1-cloud/boot-function-1cpu.log.gz');
const LIFE = recording('6.1-cloud/life-kprobe.log.gz');

describe('check --assert', () => {
  it.each([
    ['net_dev_init < 10ms', BOOT, 0, /✓ holds net_dev_init < 10ms kept once/],
    ['net_dev_init < 5ms', BOOT, 1, /net_dev_init took 9\.54 ms, not less than 5\.00 ms/],
    ['net_dev_init < 5ms', LIFE, 0, /\? unknown net_dev_init < 5ms not in this recording/],
    [
      'loopback_net_ops before default_device_ops',
      BOOT,
      0,
      /✓ holds loopback_net_ops before default_device_ops kept once|\? unknown loopback_net_ops before/,
    ],
    ['d9 before v0', LIFE, 0, /✓ holds d9 before v0 kept once/],
    ['v0 before d9', LIFE, 1, /life-kprobe.log.gz:674 at [\d.]+ s: d9 came before v0/],
    ['d9 before nowhere0', LIFE, 0, /\? unknown d9 before nowhere0 nowhere0 is not in this/],
    ['softirq NET_RX opened', LIFE, 0, /\? unknown softirq NET_RX opened/],
  ])('%s', async (assertion, log, code, told) => {
    const result = await runIn({}, 'check', '--assert', assertion, log);
    expect(result.out.replaceAll(/\s+/g, ' ')).toMatch(told);
    expect(result.code).toBe(code);
  });

  it('comes with the promises of the kernel, in every form of report', async () => {
    const args = ['--only', 'loopback-first', '--assert', 'd9 before v0', '--json'];
    const { out } = await runIn({}, 'check', ...args, LIFE);
    const [{ invariants }] = JSON.parse(out).recordings;
    expect(invariants).toMatchObject([
      { id: 'loopback-first', verdict: 'holds' },
      { id: 'd9 before v0', verdict: 'holds' },
    ]);
  });

  it.each(['net_dev_init', 'eth0 after eth1', 'a < 5', ''])('cannot be %j', async (assertion) => {
    const { code, err } = await runIn({}, 'check', '--assert', assertion, LIFE);
    expect(code).toBe(2);
    expect(err).toContain('expected NAME < 5ms, ONE before OTHER, or softirq NAME opened');
  });
});

describe('check --rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netdev-replay-'));
  const rules = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('judges what a module exports', async () => {
    const file = rules(
      'short.mjs',
      `export const shortNames = {
        id: 'short-names',
        statement: 'Device names are short.',
        mechanism: 'House rules.',
        source: { function: 'us', file: 'rules.mjs' },
        versions: 'all',
        needs: ['netdev.registered'],
        breaks: 'A long name.',
        spoiledBy: 'recording',
        monitor: ({ kept, broken }) => ({
          'netdev.registered': (event) =>
            event.name.length < 6 ? kept() : broken(event, event.name + ' is too long'),
        }),
      };`,
    );
    const { code, out } = await runIn({}, 'check', '--rules', file, LIFE);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ violated short-names +broken once, kept \d+ times/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('dummy0 is too long');
    expect(out).toContain('Promised: Device names are short.');
  });

  it.each([
    ['empty.mjs', 'export const nothing = 1;', 'found no promise among its exports'],
    ['broken.mjs', 'export const = 1;', 'could not be loaded as a JavaScript module'],
  ])('says what is wrong with %s', async (name, text, message) => {
    const { code, err } = await runIn({}, 'check', '--rules', rules(name, text), LIFE);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
