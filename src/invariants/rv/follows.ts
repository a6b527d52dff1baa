import type { EventType } from '../../model/events.ts';
import type { Findings, Invariant, Monitor } from '../invariant.ts';
import type { Automaton } from './automaton.ts';
import type { EventMapping } from './event-mapping.ts';
import { Follower } from './follower.ts';

/**
 * The promise that a recording follows an automaton, judged as the kernel's runtime verification
 * does while it runs: each life on its own, from the event on that begins it; an event that its
 * state does not allow breaks the promise, and the life is watched no further.
 *
 * @example
 * ```ts
 * const netdev = parseAutomaton('netdev', dot);
 * judge(events, { invariants: [follows(netdev, parseMapping(json, netdev))] });
 * ```
 */
export function follows(automaton: Automaton, mapping: EventMapping): Invariant {
  const { name, transitions } = automaton;
  return {
    id: `rv-${name}`,
    statement: `Every life that begins in the recording follows the automaton ${name}.`,
    mechanism: `An automaton of runtime verification (rv) with ${transitions.size} states.`,
    source: { function: 'state_automaton', file: `${name}.dot` },
    versions: 'all',
    needs: [],
    breaks: 'An event in a state of the automaton that does not allow it.',
    spoiledBy: 'recording',
    monitor: (findings) => watchAutomaton(automaton, mapping, findings),
  };
}

function watchAutomaton(automaton: Automaton, mapping: EventMapping, findings: Findings): Monitor {
  const follower = new Follower(automaton, mapping, findings);
  const types = new Set<EventType>(mapping.map(({ type }) => type));
  const handlers = [...types].map((type) => [type, follower.see] as const);
  return { ...Object.fromEntries(handlers), 'recording.gap': follower.forget };
}
