import type { Invariant } from '../../invariant.ts';
import { follows } from '../follows.ts';
import { parseAutomaton } from '../parse-automaton.ts';
import { parseMapping } from '../parse-mapping.ts';
import { NETDEV_DOT, NETDEV_MAPPING } from './netdev.ts';
import { NETNS_DOT, NETNS_MAPPING } from './netns.ts';

/** The automata that we ship, by name: the .dot file and the mapping of events. */
export const RV_MODELS = {
  netdev: { dot: NETDEV_DOT, mapping: NETDEV_MAPPING },
  netns: { dot: NETNS_DOT, mapping: NETNS_MAPPING },
} as const satisfies Readonly<Record<string, { readonly dot: string; readonly mapping: object }>>;

/** The name of an automaton that we ship. */
export type RvModelName = keyof typeof RV_MODELS;

/** The promise that a recording follows one of our automata. */
export function followsModel(name: RvModelName): Invariant {
  const { dot, mapping } = RV_MODELS[name];
  const automaton = parseAutomaton(name, dot);
  return follows(automaton, parseMapping(mapping, automaton));
}
