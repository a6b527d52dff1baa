import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Violation } from '../../../src/invariants/invariant.ts';
import {
  type DefectName,
  defects,
  simulateDefect,
} from '../../../src/testing/defects/catalogue.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { jsonl, PLAIN, recording, runIn } from '../shell.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A project in which netdev-replay is installed. */
const CONFIG = `export default {
  resolve: { alias: { 'netdev-replay': ${JSON.stringify(join(ROOT, 'src/index.ts'))} } },
};`;

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
      const told = (left: readonly string[]) => violationsIn(renumbered(left), promise);
      const [violation] = await told(lines);
      expect(violation).toBeDefined();
      for (let at = 0; at < lines.length; at += 1) {
        expect(await told(lines.toSpliced(at, 1))).not.toContain(violation);
      }
    },
  );

  it('says so where nothing is broken', async () => {
    const log = recording('6.1-cloud/life-sparse.log');
    const { code, out, err } = await runIn({}, 'reduce', '--for', 'loopback-last', log);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('nothing here breaks loopback-last');
  });
});

/** Real logs, made those of a broken kernel: 6.1's lo of net 4026532358 leaves before db3. */
const LO_LEAVES_FIRST = edited('6.1-cloud/life-kprobe.log.gz', (lines) => {
  const lo = lines.findIndex((line) => /unlist_netdevice: .*"lo".*inum=4026532358/.test(line));
  const [before = '', itself = ''] = lines.slice(lo - 1, lo + 1);
  return lines.toSpliced(lo - 1, 2, itself, before);
});

/** And one whose net_dev_init opens no second softirq. */
const NET_RX_STAYS_CLOSED = edited('6.1-cloud/boot-function-1cpu.log.gz', (lines) => {
  const last = lines.findLastIndex((line) => line.includes('open_softirq <-net_dev_init'));
  return lines.toSpliced(last, 1).map((line) => line.replace('2590/2590', '2589/2589'));
});

describe('reduce of a log that a kernel printed', () => {
  const reduced = async (log: string, promise: string, ...options: readonly string[]) =>
    runIn({ files: { log } }, 'reduce', '--for', promise, ...options, 'log');

  it('leaves lines of that log, in their order', async () => {
    const { code, out, err } = await reduced(LO_LEAVES_FIRST, 'loopback-last');
    expect(code).toBe(1);
    const left = out.trimEnd().split('\n');
    expect(left.length).toBeLessThan(10);
    expect(LO_LEAVES_FIRST.split('\n').filter((line) => left.includes(line))).toEqual(left);
    expect(left.some((line) => /unlist_netdevice: .*name="db3"/.test(line))).toBe(true);
    expect(err).toContain(`log: ${left.length} of 4,887 lines are left`);
  });

  it.each([
    ['loopback-last', LO_LEAVES_FIRST],
    ['boot-order', NET_RX_STAYS_CLOSED],
  ])(
    'leaves a log that violates %s, and not in this way without any of its lines',
    async (id, log) => {
      const { out } = await reduced(log, id);
      const left = out.trimEnd().split('\n');
      const told = (lines: readonly string[]) =>
        violationsIn(lines.map((line) => `${line}\n`).join(''), id);
      const [violation] = await told(left);
      expect(violation).toBeDefined();
      for (const at of left.keys()) {
        const fewer = left.toSpliced(at, 1);
        expect(await told(fewer)).not.toContain(violation);
      }
    },
  );

  it('shows a terminal nothing that it would obey', async () => {
    const evil = LO_LEAVES_FIRST.replaceAll('name="db3"', 'name="\u001b[31mdb3"');
    const terminal = { ...PLAIN, interactive: true };
    const args = ['reduce', '--for', 'loopback-last', 'log'];
    const { out } = await runIn({ files: { log: evil }, terminal }, ...args);
    expect(out).toContain('name="\\x1b[31mdb3"');
    expect((await runIn({ files: { log: evil } }, ...args)).out).toContain('\u001b[31mdb3');
  });

  it('judges as the kernel it is told', async () => {
    const log = jsonl(simulateDefect(defects['lo is freed first']));
    expect((await reduced(log, 'loopback-freed-last')).code).toBe(0);
    expect((await reduced(log, 'loopback-freed-last', '--kernel', '5.17')).code).toBe(1);
  });
});

describe('reduce --emit-test', () => {
  const folder = temporaryFolder();

  it('prints tests that pass as long as the promises are broken', async () => {
    const logs: readonly (readonly [id: string, log: string | Uint8Array])[] = [
      ['loopback-last', LO_LEAVES_FIRST.replaceAll('name="db3"', 'name="`${\u001b*/\'\\\u00fc"')],
      ['loopback-stays', jsonl(simulateDefect(defects['lo can move']))],
    ];
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'vitest.config.mjs'), CONFIG);
    for (const [id, log] of logs) {
      const world = { files: { log } };
      const { out } = await runIn(world, 'reduce', '--for', id, '--emit-test', 'log');
      expect(out).toMatch(/^[\n\x20-\x7e]*$/);
      writeFileSync(join(folder, `${id}.test.ts`), out);
    }
    const run = promisify(execFile)(join(ROOT, 'node_modules/.bin/vitest'), ['run'], {
      cwd: folder,
    });
    expect((await run).stdout.replaceAll(/\u001b\[\d+m/g, '')).toContain('Tests  2 passed (2)');
  }, 30_000);
});

/** What `check` says about one promise; nothing where the log is none. */
async function violationsIn(left: string, promise: string): Promise<readonly string[]> {
  const { out } = await runIn({ files: { left } }, 'check', '--only', promise, '--json', 'left');
  const [recording] = JSON.parse(out).recordings;
  // That the simulated kernel is silent is proof as well, but another one.
  return (recording?.invariants[0].violations ?? []).map(
    ({ message, silent }: Violation) => `${message} (silent: ${silent})`,
  );
}

function edited(name: string, edit: (lines: readonly string[]) => readonly string[]): string {
  const bytes = readFileSync(recording(name));
  return edit(gunzipSync(bytes).toString('utf8').split('\n')).join('\n');
}

/** An empty log is no log; one event that says nothing stands for none. */
function renumbered(lines: readonly string[]): string {
  const nothing =
    '{"seq":0,"type":"bootphase.ended","at":null,"cpu":null,"task":null,"evidence":"inferred","line":null}';
  const events = (lines.length === 0 ? [nothing] : lines).map((text) => JSON.parse(text));
  return events.map((event, seq) => `${JSON.stringify({ ...event, seq })}\n`).join('');
}
