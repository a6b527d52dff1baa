import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RV_MODELS } from '../../../src/invariants/rv/models/catalogue.ts';
import { defects, simulateDefect } from '../../../src/testing/defects/catalogue.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { jsonl, recording, runIn } from '../shell.ts';

const LIFE = recording('6.1-cloud/life-kprobe.log.gz');
const folder = temporaryFolder();

function written(name: string, content: string | object): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('check --automaton', () => {
  const { dot, mapping } = RV_MODELS.netdev;

  it('judges by the automata that come along', async () => {
    const both = ['--automaton', 'netdev', '--automaton', 'netns'];
    const { code, out } = await runIn({}, 'check', ...both, '--only', 'boot-once', LIFE);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ holds {4}rv-netdev +kept 221 times/);
    expect(out).toMatch(/✓ holds {4}rv-netns +kept [\d,]+ times/);
  });

  it('says which event broke one, and what would have been allowed', async () => {
    const wrong = jsonl(simulateDefect(defects['a device is freed before it is unlisted']));
    const { code, out } = await runIn(
      { files: { wrong } },
      'check',
      '--automaton',
      'netdev',
      'wrong',
    );
    expect(code).toBe(1);
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/free_netdev in state listed, where only change_net/);
    expect(text).toContain('Promised: Every life that begins in the recording follows');
  });

  it('reads automata from files, with the mapping beside them or where it is said to be', async () => {
    const mine = written('mine.dot', dot);
    written('mine.json', mapping);
    const other = written('other.gv', dot);
    const map = written('elsewhere.json', mapping);
    const files = ['--automaton', mine, '--automaton', 'netns', '--automaton', other];
    const beside = await runIn({}, 'check', '--automaton', mine, LIFE);
    expect(beside.out).toMatch(/✓ holds {4}rv-mine +kept 221 times/);
    const { out } = await runIn({}, 'check', ...files, '--map', map, '--map', map, LIFE);
    expect(out).toMatch(/✓ holds {4}rv-other +kept 221 times/);
  });

  it.each([
    [['--automaton', 'netdevs'], /found "netdevs", did you mean netdev\?/],
    [['--automaton', join(folder, 'none.dot')], /none\.dot: could not be read/],
    [['--automaton', written('alone.dot', dot)], /--map: .*alone\.json: could not be read/],
    [
      ['--automaton', written('odd.dot', 'digraph {'), '--map', '/dev/null'],
      /odd\.dot:1:10: expected/,
    ],
    [['--automaton', written('a.dot', dot), '--map', written('a.json', '{')], /a\.json: no JSON/],
    [
      ['--automaton', written('b.dot', dot), '--map', written('b.json', { ...mapping, per: 1 })],
      /b\.json: per: expected/,
    ],
    [['--map', 'x.json'], /--map: found x\.json, expected an --automaton FILE\.dot/],
  ])('says in one line what is wrong: %j', async (args, message) => {
    const { code, out, err } = await runIn({}, 'check', ...args, LIFE);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
