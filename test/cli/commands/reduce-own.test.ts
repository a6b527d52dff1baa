import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Violation } from '../../../src/invariants/invariant.ts';
import { RV_MODELS } from '../../../src/invariants/rv/models/catalogue.ts';
import { defects, simulateDefect } from '../../../src/testing/defects/catalogue.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { jsonl, recording, runIn } from '../shell.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const folder = temporaryFolder();

const inFolder = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const FIELDS = `statement: 'S.', mechanism: 'M.', source: { function: 'us', file: 'here' },
  versions: 'all', needs: [], breaks: 'B.', spoiledBy: 'recording'`;

/** One promise that an event breaks, and one that is broken by what is missing. */
const RULES = inFolder(
  'rules.mjs',
  `export const noVeth = { id: 'no-veth', ${FIELDS}, monitor: ({ broken }) => ({
    'netdev.registered': (event) => { if (/^v/.test(event.name)) broken(event, 'a veth'); },
  }) };
  export default [{ id: 'allocated-first', ${FIELDS}, monitor: ({ brokenBySilence }) => {
    const made = new Set();
    return {
      'netdev.allocated': ({ dev }) => { made.add(dev); },
      'netdev.registered': (event) => {
        if (!made.has(event.dev)) brokenBySilence(event, 'from nowhere', ['netdev.allocated']);
      },
    };
  } }];`,
);
const MINE = inFolder('mine.dot', RV_MODELS.netdev.dot);
inFolder('mine.json', JSON.stringify(RV_MODELS.netdev.mapping));

/** The kprobe log of a life of which some lines never were: its header counts the others. */
function lifeWithout(pattern: RegExp, missing = 1): string {
  const bytes = readFileSync(recording('6.1-cloud/life-kprobe.log.gz'));
  const lines = gunzipSync(bytes).toString('utf8').split('\n');
  const at = lines.findLastIndex((line) => pattern.test(line));
  const written = lines.filter((line) => line !== '' && !line.startsWith('#')).length;
  return lines
    .toSpliced(at, missing)
    .join('\n')
    .replace(`${written}/${written}`, `${written - missing}/${written - missing}`);
}

const UNLISTED_UNSEEN = lifeWithout(/ unlist_netdevice: .*name="d0"/);
const FREED_WHILE_LISTED = jsonl(
  simulateDefect(defects['a device is freed before it is unlisted']),
);

const CASES: readonly (readonly [kind: string, options: readonly string[], log: string])[] = [
  ['an assertion', ['--assert', 'd0 before lo'], UNLISTED_UNSEEN],
  ['an assertion of time', ['--assert', 'net_dev_init < 1ns'], plain('6.1-cloud/boot-dmesg.log')],
  [
    'an assertion of something that never happens',
    ['--assert', 'eth9 appears'],
    plain('6.12-cloud/life-sparse.log'),
  ],
  ['a rule', ['--rules', RULES, '--for', 'no-veth'], UNLISTED_UNSEEN],
  [
    'a rule that silence breaks',
    ['--rules', RULES, '--for', 'allocated-first'],
    lifeWithout(/ alloc_netdev_mqs: /, 2), // The call and its return.
  ],
  ['an automaton of ours', ['--automaton', 'netdev'], FREED_WHILE_LISTED],
  ['an automaton of ours by its id', ['--for', 'rv-netdev'], UNLISTED_UNSEEN],
  ['a .dot file', ['--automaton', MINE], UNLISTED_UNSEEN],
];

function plain(name: string): string {
  return readFileSync(recording(name), 'utf8');
}

describe('reduce for a promise of the user’s own', () => {
  it.each(CASES)('leaves the lines that break it, and no more: %s', async (_kind, options, log) => {
    const { code, out } = await runIn({ files: { log } }, 'reduce', ...options, 'log');
    expect(code).toBe(1);
    const left = out.trimEnd().split('\n');
    expect(left.length).toBeLessThan(20);
    const [violation] = await told(left, options);
    expect(violation).toBeDefined();
    for (const at of left.keys()) {
      expect(await told(left.toSpliced(at, 1), options)).not.toContain(violation);
    }
  });

  it('wants one promise, and says what there is', async () => {
    const refused = async (...options: readonly string[]) => {
      const { code, err } = await runIn({}, 'reduce', ...options, 'log');
      expect(code).toBe(2);
      return err;
    };
    expect(await refused()).toContain('found no promise, expected --for ID, --assert, --rules');
    expect(await refused('--rules', RULES)).toContain(
      'found 2 promises, expected --for with one of "no-veth", "allocated-first"',
    );
    expect(await refused('--rules', RULES, '--for', 'no-vteh')).toContain('did you mean no-veth?');
    expect(await refused('--for', 'rv-netdve')).toContain('did you mean rv-netdev?');
    expect(await refused('--assert', 'eth0 foo')).toContain('--assert "eth0 foo"');
  });

  it('emits tests that find the promise again, and pass as long as it is broken', async () => {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    inFolder('vitest.config.mjs', CONFIG);
    for (const [number, [, options, log]] of CASES.entries()) {
      const args = ['reduce', ...options, '--emit-test', 'log'];
      const { out } = await runIn({ files: { log } }, ...args);
      inFolder(`case-${number}.test.ts`, out);
    }
    const vitest = join(ROOT, 'node_modules/.bin/vitest');
    const { stdout } = await promisify(execFile)(vitest, ['run'], { cwd: folder });
    const passed = stdout.replaceAll(/\u001b\[\d+m/g, '');
    expect(passed).toContain(`Tests  ${CASES.length} passed (${CASES.length})`);
  }, 60_000);
});

const CONFIG = `export default {
  resolve: { alias: { 'netdev-replay': ${JSON.stringify(join(ROOT, 'src/index.ts'))} } },
};`;

/** What `check` says of the promise that was reduced for; nothing where the log is none. */
async function told(lines: readonly string[], options: readonly string[]) {
  const asked = options.at(-1) ?? '';
  const judging = asked.startsWith('rv-') ? ['--automaton', 'netdev'] : options;
  const args = judging.filter((option, at) => option !== '--for' && judging[at - 1] !== '--for');
  const log = renumbered(lines);
  const check = ['check', '--only', 'boot-once', '--json', ...args, 'log'];
  const { out } = await runIn({ files: { log } }, ...check);
  const [judged] = JSON.parse(out).recordings;
  const own = (judged?.invariants ?? []).slice(1);
  return own
    .filter(({ id }: { id: string }) => !options.includes('--for') || id === asked)
    .flatMap(({ violations }: { violations: readonly Violation[] }) =>
      violations.map(({ message, silent }) => `${message} (silent: ${silent})`),
    );
}

/** Events are numbered anew: a jump in their numbers is a loss. */
function renumbered(lines: readonly string[]): string {
  const isJsonl = lines.some((line) => line.startsWith('{'));
  const numbered = lines.map((line, seq) =>
    isJsonl ? JSON.stringify({ ...JSON.parse(line), seq }) : line,
  );
  return numbered.map((line) => `${line}\n`).join('');
}
