import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/invariants/catalogue.ts';
import type { KernelEvent } from '../../../src/model/events.ts';
import { defects, simulateDefect } from '../../../src/testing/defects/catalogue.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { jsonl, recording, runIn } from '../shell.ts';

const BOOT = recording('6.1-cloud/boot-function-1cpu.log.gz');
const LIFE = recording('6.1-cloud/life-kprobe.log.gz');
const LO_LEAVES_FIRST = jsonl(simulateDefect(defects['lo leaves first']));
const files = { broken: LO_LEAVES_FIRST };

describe('check', () => {
  it('says first whether the kernel kept its promises, then promise by promise', async () => {
    const { code, out, err } = await runIn({}, 'check', LIFE);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out.split('\n')[0]).toMatch(/life-kprobe\.log\.gz: holds, \d+ promises: \d+ kept/);
    for (const { id } of catalogue) expect(out).toMatch(new RegExp(`^ {2}[✓?] \\w+ +${id} `, 'm'));
    expect(out).toMatch(/✓ holds {4}loopback-last +kept 11 times/);
    expect(out).toMatch(/\? unknown {2}boot-order +not in this recording: initcall.started/);
  });

  it('tells a broken promise as one would paste it into a bug report', async () => {
    const { code, out } = await runIn({ files }, 'check', 'broken');
    expect(code).toBe(1);
    expect(out.split('\n')[0]).toContain('broken: VIOLATED');
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain('✗ violated loopback-last broken once');
    expect(text).toMatch(/broken, event \d+ at [\d.]+ s: lo \(ifindex 1\) left net 4026532193/);
    expect(text).toContain('Promised: The loopback device is the last device to leave');
    expect(text).toContain('(default_device_exit_batch, net/core/dev.c)');
  });

  it('tells what happened around the event that broke it, and who was there', async () => {
    const { out } = await runIn({ files }, 'check', 'broken');
    expect(out).toContain('Just before, 4026532193 (cleanup) listed: lo #1, d0 #2, d1 #3');
    expect(out).toMatch(/▹ +−\S+ µs ◆ d0 #2 appears in 4026532193 +event \d+\n/);
    expect(out).toMatch(/▸ +\+0 s ◆ lo #1 disappears from 4026532193 +event \d+\n/);
    expect(out).toMatch(/▹ +\+\S+ µs ◆ d0 #2 disappears from 4026532193 +event \d+\n/);
  });

  it('says where the kernel panicked, whatever it was doing', async () => {
    const crash = recording('6.1-cloud/boot-crash-console.log');
    const told = 'the kernel panicked at line 960: Attempted to kill init! exitcode=0x0000000b';
    const { out } = await runIn({}, 'check', crash);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(` ${told} `);
    const both = await runIn({}, 'check', '--together', crash, BOOT);
    expect(both.out.replaceAll(/\s+/g, ' ').split(told)).toHaveLength(2);
    expect(JSON.parse((await runIn({}, 'check', '--json', crash)).out).recordings).toMatchObject([
      { panic: { line: 960, message: 'Attempted to kill init! exitcode=0x0000000b' } },
    ]);
    expect((await runIn({}, 'check', LIFE)).out).not.toContain('panicked');
  });

  it('judges several logs one by one, and sums up', async () => {
    const { code, out } = await runIn({ files }, 'check', BOOT, 'broken');
    expect(code).toBe(1);
    const [, end] = out.split('2 logs:');
    expect(end).toMatch(/^\n {2}holds {5}.*boot-function-1cpu\.log\.gz\n {2}VIOLATED {2}broken\n$/);
  });

  it('goes on with the others where one log cannot be read, and exits with 2', async () => {
    const { code, out, err } = await runIn({ files }, 'check', '/nowhere', 'broken');
    expect(code).toBe(2);
    expect(err).toBe('netdev-replay: /nowhere: found no such file, expected a log\n');
    expect(out).toContain('VIOLATED');
    expect(out).toMatch(/2 logs:\n {2}not read {2}\/nowhere\n {2}VIOLATED {2}broken\n$/);
  });

  it('reads gzip by content, whatever the file is called', async () => {
    const gzipped = { plain: gzipSync(LO_LEAVES_FIRST) };
    const { code } = await runIn({ files: gzipped }, 'check', 'plain');
    expect(code).toBe(1);
  });

  it('reads what is piped in, named - or not named at all', async () => {
    const world = { files: { '-': LO_LEAVES_FIRST }, keyboard: false };
    expect((await runIn(world, 'check', '-')).code).toBe(1);
    expect((await runIn(world, 'check')).code).toBe(1);
    expect((await runIn(world, 'check')).out).toContain('standard input: VIOLATED');
  });
});

describe('check of a long log', () => {
  const broken = simulateDefect(defects['lo leaves first']);
  const [first] = broken;
  if (first === undefined) throw new Error('expected a history of some events');
  const chatter = Array.from({ length: 30_000 }, (): KernelEvent => {
    return { ...first, type: 'kernel.warned', message: 'nothing to see' };
  });
  const log = (...parts: readonly (readonly KernelEvent[])[]) =>
    jsonl(parts.flat().map((event, seq) => ({ ...event, seq })));
  const early = log(broken, chatter);
  const late = log(chatter, broken);
  const story = /Just before, 4026532193 \(cleanup\) listed: lo #1, d0 #2, d1 #3\n/;

  it('tells what happened around a violation, wherever it is', async () => {
    const logs = { early, late };
    for (const name of ['early', 'late']) {
      const { out } = await runIn({ files: logs }, 'check', name);
      expect(out).toMatch(story);
      expect(out).toMatch(/▸ +\+0 s ◆ lo #1 disappears from 4026532193/);
    }
  });

  it('tells it of a pipe as long as it is remembered, and says so where it is not', async () => {
    const { out } = await runIn({ files: { '-': late } }, 'check', '-');
    expect(out).toMatch(story);
    expect(out).not.toContain('cannot be told');
    const forgotten = await runIn({ files: { '-': early } }, 'check', '-');
    expect(forgotten.out).not.toMatch(story);
    expect(forgotten.out.replaceAll(/\s+/g, ' ')).toContain(
      'What happened around it cannot be told: of what is piped in, only the end is kept.',
    );
  });

  const folder = temporaryFolder();

  it('says why it tells nothing where the log is gone when it is read again', async () => {
    const file = join(folder, 'gone');
    writeFileSync(file, LO_LEAVES_FIRST);
    const { out, code } = await runIn(
      { opened: () => rmSync(file, { force: true }) },
      'check',
      file,
    );
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'cannot be told: the log could not be read again (found no such file, expected a log)',
    );
  });
});

describe('check --together', () => {
  const dmesg = recording('6.1-cloud/life-waiting-dmesg.log');
  const trace = recording('6.1-cloud/life-waiting.log');

  it('joins what several logs of one boot show, and says how', async () => {
    const { code, out } = await runIn({}, 'check', '--together', dmesg, trace);
    const text = out.replaceAll(/\s+/g, ' ');
    expect(code).toBe(0);
    expect(text).toContain('2 logs of one boot: holds');
    expect(text).toContain('6.1.0-56-cloud-amd64, possible CPUs: 2');
    expect(text).toContain('nothing was merged by time');
    expect(text).toContain('log 2: events/6.1-cloud/life-waiting.log');
    expect(text).toContain('✓ holds loopback-last kept twice, in log 2 ');
    expect(text).toContain('? unknown boot-once not in these recordings: initcall.started ');
    expect(text).toMatch(
      /loopback-freed-last log 1: not in .* log 2: a promise of 5\.17, not of 6\.1/,
    );
  });

  it('finds broken what any log shows broken, and tells where', async () => {
    const { code, out } = await runIn({ files }, 'check', '--together', trace, 'broken');
    const text = out.replaceAll(/\s+/g, ' ');
    expect(code).toBe(1);
    expect(text).toMatch(/broken, event \d+ at .*: lo \(ifindex 1\) left/);
    expect(text).toMatch(/✗ violated loopback-last broken once, kept twice, in log 2 ✓ holds/);
  });

  it('names the logs that it had to do without', async () => {
    const { code, out, err } = await runIn({}, 'check', '--together', '/nowhere', trace);
    expect(code).toBe(2);
    expect(err).toContain('/nowhere: found no such file');
    expect(out).toMatch(/1 log of one boot: holds.*\n.*\n {2}not read: \/nowhere\n/);
  });

  it('is satisfied, when strict, by any log that shows a promise kept', async () => {
    const only = ['--only', 'loopback-last', '--strict'];
    expect((await runIn({}, 'check', ...only, dmesg, trace)).code).toBe(3);
    expect((await runIn({}, 'check', ...only, '--together', dmesg, trace)).code).toBe(0);
  });

  it('tells machines who decided', async () => {
    const { out } = await runIn({}, 'check', '--json', '--together', dmesg, trace);
    const { recordings, together } = JSON.parse(out);
    expect(recordings).toHaveLength(2);
    expect(recordings[0]).toMatchObject({ kernel: '6.1.0-56-cloud-amd64', cpus: 2 });
    expect(together.verdict).toBe('holds');
    expect(together.invariants).toContainEqual({
      id: 'loopback-last',
      verdict: 'holds',
      checked: 2,
      broken: 0,
      decidedBy: [trace],
      reasons: [],
      unseen: null,
    });
  });

  it('lets the trace of a boot know how many CPUs its dmesg counted', async () => {
    const boot = ['boot-dmesg.log', 'boot-function-1cpu.log.gz'].map((log) =>
      recording(`6.1-cloud/${log}`),
    );
    const inferred = async (...args: readonly string[]) => {
      const { out } = await runIn({}, 'check', '--json', ...args, ...boot);
      return JSON.parse(out).recordings[1].events.inferred;
    };
    expect(await inferred('--together')).toBe((await inferred()) + 1);
  });

  it('refuses logs of two kernels', async () => {
    const other = recording('6.12-cloud/life-waiting-dmesg.log');
    const { code, out, err } = await runIn({}, 'check', '--together', dmesg, other);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(
      /found kernel 6\.1\.0\S+ in \S+ and 6\.12\.\S+ in \S+, expected logs of one/,
    );
  });
});

describe('check --only', () => {
  it('judges nothing else', async () => {
    const only = ['--only', 'loopback-first', '--only', 'boot-order,boot-result'];
    const { code, out } = await runIn({ files }, 'check', ...only, 'broken');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toContain('3 promises');
    expect(out).not.toContain('loopback-last');
  });

  it('lists the promises there are, the most likely first', async () => {
    const { code, err } = await runIn({ files }, 'check', 'broken', '--only', 'loopback-lsat');
    expect(code).toBe(2);
    expect(err).toContain('found "loopback-lsat", did you mean loopback-last?');
    for (const { id } of catalogue) expect(err).toContain(id);
  });
});

describe('check --strict', () => {
  it('exits with 3 where nothing is violated but a promise asked for is unknown', async () => {
    expect((await runIn({}, 'check', '--strict', LIFE)).code).toBe(3);
    const holding = ['--only', 'loopback-last,loopback-first'];
    expect((await runIn({}, 'check', '--strict', ...holding, LIFE)).code).toBe(0);
  });

  it('still exits with 1 where something is violated', async () => {
    expect((await runIn({ files }, 'check', '--strict', 'broken')).code).toBe(1);
  });
});

describe('check for other machines', () => {
  it.each([
    ['--sarif', /"version": ?"2\.1\.0"[\s\S]*loopback-last/],
    ['--junit', /^<\?xml[\s\S]*<failure[\s\S]*loopback/],
    ['--github', /^::error .*lo \(ifindex 1\) left/m],
  ])('prints %s and keeps its exit codes', async (form, content) => {
    const { code, out } = await runIn({ files }, 'check', form, 'broken');
    expect(code).toBe(1);
    expect(out).toMatch(content);
  });

  it('prints one form at a time', async () => {
    const { code, err } = await runIn({ files }, 'check', '--sarif', '--json', 'broken');
    expect(code).toBe(2);
    expect(err).toContain('expected one form of report');
  });
});

describe('check --kernel', () => {
  it('judges what only that kernel promises', async () => {
    const wrong = { old: jsonl(simulateDefect(defects['lo is freed first'])) };
    const only = ['--only', 'loopback-freed-last', 'old'];
    expect((await runIn({ files: wrong }, 'check', '--kernel', '5.17', ...only)).code).toBe(1);
    expect((await runIn({ files: wrong }, 'check', '--kernel', '6.1', ...only)).code).toBe(0);
  });
});

describe('check --json', () => {
  it('prints one object with what the contract promises', async () => {
    const { code, out } = await runIn({ files }, 'check', '--json', LIFE, 'broken');
    expect(code).toBe(1);
    const { tool, recordings } = JSON.parse(out);
    expect(tool).toEqual({ name: 'netdev-replay', version: expect.stringMatching(/^\d+\.\d+/) });
    expect(recordings).toHaveLength(2);
    const [life, broken] = recordings;
    expect(life).toMatchObject({
      file: LIFE,
      format: 'kprobe',
      detection: { confidence: 1, line: 1, evidence: '# tracer: nop' },
      gaps: 0,
      panic: null,
      verdict: 'holds',
      state: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      events: { observed: expect.any(Number), inferred: expect.any(Number) },
      lines: { total: 4887, used: expect.any(Number), skipped: expect.any(Number) },
    });
    expect(life.lines.used + life.lines.skipped).toBe(life.lines.total);
    expect(life.invariants.map(({ id }: { id: string }) => id)).toEqual(
      catalogue.map(({ id }) => id),
    );
    const last = broken.invariants.find(({ id }: { id: string }) => id === 'loopback-last');
    expect(last).toMatchObject({ verdict: 'violated' });
    expect(last.violations[0]).toMatchObject({
      seq: expect.any(Number),
      line: null,
      at: expect.any(Number),
      message: expect.stringContaining('lo (ifindex 1) left'),
    });
  });

  it('names the logs that could not be read', async () => {
    const { code, out } = await runIn({}, 'check', '--json', '/nowhere');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ recordings: [], unreadable: [{ file: '/nowhere' }] });
  });
});
