import type { Automaton } from '../../invariants/rv/automaton.ts';
import type { EventMapping } from '../../invariants/rv/event-mapping.ts';
import { type Line, line, spaces, span } from './line.ts';

/**
 * The states of an automaton, the first one on top, with the ways that lead on from each; then
 * which of our events its events are. `indent` columns stay free for labels.
 */
export function automatonLines(
  automaton: Automaton,
  mapping: EventMapping,
  indent: number,
): readonly Line[] {
  const { initial, transitions } = automaton;
  const states = [initial, ...[...transitions.keys()].filter((state) => state !== initial)];
  const columns = Math.max(...states.map((state) => state.length)) + 2;
  const ways = states.map((state) => [state, waysFrom(automaton, state)] as const);
  const types = grouped(mapping.map(({ is, type }) => [is, type] as const));
  const events = types.map(([is, names]) => `${is} is ${[...new Set(names)].join(' or ')}`);
  return [
    ...ways.map(([state, text], index) => {
      const label = span('dim', (index === 0 ? 'states' : '').padEnd(indent));
      return line([label, span('name', state.padEnd(columns)), text], {
        hang: [spaces(indent + columns)],
      });
    }),
    line([span('dim', 'events'.padEnd(indent)), events.join(', ')], { hang: [spaces(indent)] }),
  ];
}

function waysFrom({ transitions, final }: Automaton, state: string): string {
  const onward = [...(transitions.get(state) ?? [])].map(([event, to]) => [to, event] as const);
  const ways = grouped(onward).map(([to, events]) => {
    return `${to === state ? 'stays' : to} by ${events.join(', ')}`;
  });
  const told = ways.length === 0 ? 'leads nowhere' : ways.join('; ');
  return final.has(state) ? `(final) ${told}` : told;
}

/** The values of each key, the keys in their order. */
function grouped(pairs: readonly (readonly [string, string])[]): [string, readonly string[]][] {
  const groups = new Map<string, string[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return [...groups];
}
