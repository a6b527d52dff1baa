import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assertion } from '../../../src/invariants/assertions/assertion.ts';
import { DEEDS, KINDS } from '../../../src/invariants/assertions/claim.ts';
import { judge } from '../../../src/invariants/judge.ts';
import { follows } from '../../../src/invariants/rv/follows.ts';
import { parseAutomaton } from '../../../src/invariants/rv/parse-automaton.ts';
import { parseMapping } from '../../../src/invariants/rv/parse-mapping.ts';
import { A, gap, given, listed, unlisted } from '../history.ts';
import { shortNames } from './rules.ts';

const readme = readFileSync(new URL('../../../src/invariants/README.md', import.meta.url), 'utf8');

describe('the README of the promises', () => {
  it('shows a rule that judges', () => {
    expect(readme).toContain(readFileSync(new URL('rules.ts', import.meta.url), 'utf8'));
    const verdict = (...names: readonly string[]) =>
      judge(given(...names.map((name, at) => listed(A, name, at + 2))), {
        invariants: [shortNames],
      }).verdict;
    expect(verdict('eth0', 'twelveletter')).toBe('holds');
    expect(verdict('eth0', 'wlxf8d111223344')).toBe('violated');
    const lossy = given(listed(A, 'eth0', 2), gap);
    expect(judge(lossy, { invariants: [shortNames] }).verdict).toBe('unknown');
  });

  it('shows a mapping that fits an automaton', () => {
    const [, json = ''] = /```json\n([^`]*)```/.exec(readme) ?? [];
    const automaton = parseAutomaton(
      'life',
      `digraph life {
        {node [shape = circle] "none"}; {node [shape = circle] "in"}; {node [shape = circle] "out"};
        "__init_none" -> "none";
        "none" -> "in" [ label = "list" ];
        "in" -> "in" [ label = "move" ];
        "in" -> "out" [ label = "unlist" ];
        "out" -> "none" [ label = "free" ];
      }`,
    );
    const invariant = follows(automaton, parseMapping(JSON.parse(json), automaton));
    const life = given(listed(A, 'd0', 2), unlisted(A, 'd0', 2));
    expect(judge(life, { invariants: [invariant] }).verdict).toBe('holds');
  });

  it('shows assertions that can be read, and all their words', () => {
    const [, samples = ''] = /```text\n([^`]*)```/.exec(readme) ?? [];
    const texts = samples.trimEnd().split('\n');
    expect(texts.length).toBeGreaterThan(4);
    for (const text of texts) expect(() => assertion(text.slice(0, 42))).not.toThrow();
    for (const kind of KINDS) {
      const row = new RegExp(`^\\| ${kind} \\| (.*) \\|$`, 'm').exec(readme)?.[1];
      expect(row?.split(' ').map((word) => word.replaceAll('`', ''))).toEqual([...DEEDS[kind]]);
    }
  });
});
