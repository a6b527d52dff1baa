import type { Invariant } from '../../invariant.ts';
import type { Automaton } from '../automaton.ts';
import type { EventMapping } from '../event-mapping.ts';
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

/** The names of all automata that we ship. */
export function modelNames(): readonly RvModelName[] {
  return Object.keys(RV_MODELS).filter(isModelName);
}

/** Whether an automaton of this name comes along. */
export function isModelName(name: string): name is RvModelName {
  return Object.hasOwn(RV_MODELS, name);
}

/** The promise that a recording follows one of our automata. */
export function followsModel(name: RvModelName): Invariant {
  const { automaton, mapping } = modelOf(name);
  return follows(automaton, mapping);
}

/** One of our automata, and how our events are its own. */
export function modelOf(name: RvModelName): {
  readonly automaton: Automaton;
  readonly mapping: EventMapping;
} {
  const { dot, mapping } = RV_MODELS[name];
  const automaton = parseAutomaton(name, dot);
  return { automaton, mapping: parseMapping(mapping, automaton) };
}
