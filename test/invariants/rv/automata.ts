import fc from 'fast-check';
import type { Automaton } from '../../../src/invariants/rv/automaton.ts';

const STATES = ['s0', 's1', 's2', 's3'];
const EVENTS = ['e0', 'e1', 'e2', 'e3', 'e4'];

/** Automata of four states, of which each has a way out. */
export const arbitraryAutomaton: fc.Arbitrary<Automaton> = fc
  .record({
    rows: fc.array(fc.array(fc.constantFrom(...STATES, null), { minLength: 5, maxLength: 5 }), {
      minLength: 4,
      maxLength: 4,
    }),
    initial: fc.constantFrom(...STATES),
    final: fc.uniqueArray(fc.constantFrom(...STATES), { minLength: 1 }),
  })
  .map(({ rows, initial, final }) => ({
    name: 'any',
    initial,
    final: new Set(final),
    transitions: new Map(STATES.map((state, at) => [state, waysOf(rows[at] ?? [])])),
  }));

function waysOf(row: readonly (string | null)[]): ReadonlyMap<string, string> {
  const ways = row.flatMap((to, at) => (to === null ? [] : [[EVENTS[at] ?? '', to] as const]));
  return new Map(ways.length === 0 ? [['e0', 's0']] : ways);
}

/** An automaton in the dialect of the kernel's models. */
export function dotOf({ initial, final, transitions }: Automaton): string {
  const states = [...transitions.keys()];
  return [
    'digraph state_automaton {',
    `{node [shape = plaintext, style=invis, label=""] "__init_${initial}"};`,
    ...states.map((state) => `{node [shape = circle] "${state}"};`),
    ...[...final].map((state) => `{node [shape = doublecircle] "${state}"};`),
    `"__init_${initial}" -> "${initial}";`,
    ...[...transitions].flatMap(([from, ways]) => [
      `"${from}" [label = "${from}"];`,
      ...[...ways].map(([event, to]) => `"${from}" -> "${to}" [ label = "${event}" ];`),
    ]),
    '}',
  ].join('\n');
}
