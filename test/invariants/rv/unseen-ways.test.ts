import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Automaton } from '../../../src/invariants/rv/automaton.ts';
import type { EventMapping, MappedEvent } from '../../../src/invariants/rv/event-mapping.ts';
import { unseenWays } from '../../../src/invariants/rv/unseen-ways.ts';
import { arbitraryAutomaton } from './automata.ts';

const TYPES = ['net.setup', 'net.ready', 'net.dying', 'net.cleanup'] as const;
const STATES = ['s0', 's1', 's2', 's3'];
const EVENTS = ['e0', 'e1', 'e2', 'e3', 'e4'];

/** Mappings in which types mean several events and events come by several types. */
const arbitraryMapping: fc.Arbitrary<EventMapping> = fc.array(
  fc.record<MappedEvent>({
    type: fc.constantFrom(...TYPES),
    when: fc.constant(new Map()),
    of: fc.constant('net'),
    is: fc.constantFrom(...EVENTS),
    begins: fc.constantFrom('always' as const, 'unseen' as const, null, null, null),
    ends: fc.nat({ max: 3 }).map((chance) => chance === 0),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('what may have happened unseen', () => {
  it('is whatever has a part in some walk to the first state in which the event may come', () => {
    const states = fc.constantFrom(...STATES);
    const events = fc.constantFrom(...EVENTS);
    fc.assert(
      fc.property(arbitraryAutomaton, arbitraryMapping, states, events, (...given) => {
        const [automaton, mapping, state, event] = given;
        const types = unseenWays(automaton, mapping, { state, event });
        expect(types).toEqual(walkedTypes(automaton, mapping, state, event));
      }),
      { numRuns: 300 },
    );
  });
});

/** Walks on, remembering by what types, until nothing new comes of it. */
function walkedTypes(
  automaton: Automaton,
  mapping: EventMapping,
  state: string,
  event: string,
): readonly string[] {
  const walks = [{ at: state, by: [] as readonly string[] }];
  const known = new Set<string>();
  const found = new Set<string>();
  for (const { at, by } of walks) {
    const place = [at, ...by].join();
    if (known.has(place)) continue;
    known.add(place);
    if (automaton.transitions.get(at)?.has(event)) {
      for (const type of by) found.add(type);
      continue;
    }
    for (const { to, type } of stepsFrom(at, automaton, mapping)) {
      if (to !== at) walks.push({ at: to, by: [...new Set([...by, type])].sort() });
    }
  }
  return [...found].sort();
}

/** Where a life, or the next one under its name, can go from a state. */
function stepsFrom(state: string, { transitions, initial }: Automaton, mapping: EventMapping) {
  const isOver = mapping.some(
    ({ ends, is }) => ends && [...transitions.values()].some((ways) => ways.get(is) === state),
  );
  return mapping.flatMap(({ type, is, begins }) => {
    const isBirth = begins === 'always' || (begins === 'unseen' && isOver);
    const targets = [
      transitions.get(state)?.get(is),
      isBirth ? transitions.get(initial)?.get(is) : undefined,
    ];
    return targets.flatMap((to) => (to === undefined ? [] : [{ to, type }]));
  });
}
