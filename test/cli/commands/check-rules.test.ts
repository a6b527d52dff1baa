import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/invariants/catalogue.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { recording, runIn } from '../shell.ts';

const LIFE = recording('6.1-cloud/life-kprobe.log.gz');

describe('check --rules', () => {
  const folder = temporaryFolder();
  const rules = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('is explained without what a terminal would obey, whatever a promise says', async () => {
    const evil = '\\u001B[31m \\u202E \\u0007';
    const file = rules(
      'evil.mjs',
      `export const evil = {
        id: 'evil${evil}', statement: 's${evil}', mechanism: 'm${evil}',
        source: { function: 'f${evil}', file: 'x${evil}' },
        versions: 'all', needs: ['net.setup${evil}'], breaks: 'b${evil}',
        spoiledBy: 'recording', monitor: () => ({}),
      };`,
    );
    const id = 'evil\u001B[31m \u202E \u0007';
    for (const words of [['explain'], ['explain', id], ['explain', 'no\u001B[31m\u202E']]) {
      const { out, err } = await runIn({}, ...words, '--rules', file);
      expect(out + err).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
      if (words[1] === id) expect(out).toContain('breaks when');
    }
  });

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

  const RULE = `{
    id: 'no-veth', statement: 'No veth.', mechanism: 'None.', versions: 'all', breaks: 'A veth.',
    source: { function: 'us', file: 'here' }, needs: ['netdev.registered'], spoiledBy: 'recording',
    monitor: ({ kept, broken }) => ({
      'netdev.registered': (event) =>
        event.name.startsWith('v') ? broken(event, 'a veth') : kept(),
    }),
  }`;

  it.each([
    ['list.mjs', `const rule = ${RULE}; export default [rule]; export const helper = 1;`],
    ['twice.mjs', `export const rule = ${RULE}; export default { rule };`],
    ['common.cjs', `module.exports = { rule: ${RULE}, limit: 4 };`],
  ])('finds promises in lists, in default exports and in CommonJS: %s', async (name, text) => {
    const { out } = await runIn({}, 'check', '--rules', rules(name, text), '--json', LIFE);
    const [{ invariants }] = JSON.parse(out).recordings;
    expect(invariants.at(-1)).toMatchObject({ id: 'no-veth', verdict: 'violated' });
    expect(invariants).toHaveLength(catalogue.length + 1);
  });

  it('judges them like the kernel’s own with --only, --assert and every form of report', async () => {
    const file = rules('forms.mjs', `export const rule = ${RULE};`);
    const options = ['--rules', file, '--only', 'loopback-last', '--assert', 'd0 appears'];
    const { code, out } = await runIn({}, 'check', ...options, '--sarif', LIFE);
    expect(code).toBe(1);
    const [run] = JSON.parse(out).runs;
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      'loopback-last',
      'no-veth',
      'd0 appears',
    ]);
  });

  it('judges only those of them that --only names, where it names any', async () => {
    const more = `export const rule = ${RULE}; export const other = { ...rule, id: 'other' };`;
    const options = ['--rules', rules('more.mjs', more), '--assert', 'd0 appears', '--json'];
    const judged = async (...only: readonly string[]): Promise<readonly string[]> => {
      const { out } = await runIn({}, 'check', ...options, ...only, LIFE);
      return JSON.parse(out).recordings[0].invariants.map(({ id }: { id: string }) => id);
    };
    expect(await judged('--only', 'other')).toEqual(['other']);
    expect(await judged('--only', 'd0 appears,loopback-last,rv-netns')).toEqual([
      'd0 appears',
      'loopback-last',
      'rv-netns',
    ]);
    expect(await judged('--only', 'boot-once')).toEqual([
      'boot-once',
      'no-veth',
      'other',
      'd0 appears',
    ]);
  });

  it('says where a promise threw, and judges the other logs', async () => {
    const throws = `export const rule = { ...${RULE}, monitor: ({ kept }) => ({
      'netdev.registered': ({ name }) => { if (name === 'dummy0') null.x; else kept(); },
    }) };`;
    const file = rules('throws.mjs', throws);
    const quiet = recording('6.1-cloud/boot-dmesg.log');
    const { code, out, err } = await runIn({}, 'check', '--rules', file, LIFE, quiet);
    expect(code).toBe(2);
    expect(err).toMatch(
      /life-kprobe\.log\.gz: --rules [^ ]+throws\.mjs: no-veth threw at line 938: Cannot read/,
    );
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toContain(`rule threw  ${LIFE}\n  holds       ${quiet}`);
    const together = await runIn({}, 'check', '--together', '--rules', file, LIFE, quiet);
    expect(together.out).toContain(`rule threw: ${LIFE}`);
  });

  it('reports a log that it could not judge to machines, too', async () => {
    const throws = "monitor: () => ({ 'netdev.registered': () => null.x })";
    const file = rules('machines.mjs', `export const rule = { ...${RULE}, ${throws} };`);
    const report = async (form: string) => {
      const { code, out } = await runIn({}, 'check', form, '--rules', file, LIFE);
      expect(code).toBe(2);
      return out;
    };
    const why = /no-veth threw at line 189: Cannot read properties of null/;
    expect(await report('--junit')).toMatch(/errors="1"[\s\S]*<error message=.*no-veth threw/);
    expect(await report('--github')).toMatch(
      /^::error file=.*,title=not judged::--rules .*no-veth/,
    );
    const [{ invocations, results }] = JSON.parse(await report('--sarif')).runs;
    expect(results).toEqual([]);
    expect(invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ message: { text: expect.stringMatching(why) } }],
      },
    ]);
  });

  it.each([
    ['reduce', ['reduce', LIFE], 'line 189'],
    ['a story', ['replay', LIFE], 'line 189'],
    ['a story up to there', ['replay', '--until', 'no-veth', LIFE], 'line 189'],
    ['an explanation', ['explain', 'no-veth'], 'event \\d+'],
  ])('says in a line, and no stack, where a promise threw: %s', async (_what, args, place) => {
    const throws = "monitor: () => ({ 'netdev.registered': () => null.x })";
    const file = rules('always.mjs', `export const rule = { ...${RULE}, ${throws} };`);
    const { code, err } = await runIn({}, ...args, '--rules', file);
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`--rules ${file}: no-veth threw at ${place}: Cannot read`));
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    [
      'half.mjs',
      'export const half = { id: "half", monitor: () => ({}) };',
      /export half: found nothing as statement, expected a text/,
    ],
    [
      'odd.mjs',
      `export const odd = { ...${RULE}, spoiledBy: 'you' };`,
      /found "you" as spoiledBy, expected 'recording' or 'monitor'/,
    ],
    [
      'stolen.mjs',
      `export const stolen = { ...${RULE}, id: 'boot-order' };`,
      /two promises called "boot-order"/,
    ],
    ['nowhere/x.mjs', null, /could not be loaded: .*nowhere/],
  ])('says what is wrong with %s', async (name, text, message) => {
    const file = text === null ? join(folder, name) : rules(name, text);
    const { code, out, err } = await runIn({}, 'check', '--rules', file, LIFE);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    ['empty.mjs', 'export const nothing = 1;', 'found no promise among its exports'],
    ['broken.mjs', 'export const = 1;', 'could not be loaded'],
  ])('says what is wrong with %s', async (name, text, message) => {
    const { code, err } = await runIn({}, 'check', '--rules', rules(name, text), LIFE);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
