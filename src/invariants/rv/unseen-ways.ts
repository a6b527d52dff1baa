import type { EventType } from '../../model/events.ts';
import type { Automaton } from './automaton.ts';
import type { EventMapping } from './event-mapping.ts';

/** A step from state to state that an event of a type takes. */
interface Step {
  readonly from: string;
  readonly to: string;
  readonly type: EventType;
}

/**
 * The types of events that lead, alone or together, from a state in which `event` is impossible to
 * one in which it may come. Lives that end and begin anew at the same address are ways, too.
 */
export function unseenWays(
  automaton: Automaton,
  mapping: EventMapping,
  at: { readonly state: string; readonly event: string },
): readonly EventType[] {
  const able = new Set(
    [...automaton.transitions].filter(([, ways]) => ways.has(at.event)).map(([state]) => state),
  );
  // A way is over where the event may come.
  const steps = stepsOf(automaton, mapping).filter(({ from }) => !able.has(from));
  const ahead = reached([at.state], steps, ({ from, to }) => [from, to]);
  const behind = reached(able, steps, ({ from, to }) => [to, from]);
  const taken = steps.filter(({ from, to }) => ahead.has(from) && behind.has(to));
  return [...new Set(taken.map(({ type }) => type))].sort();
}

function stepsOf({ transitions, initial }: Automaton, mapping: EventMapping): readonly Step[] {
  const births = mapping.flatMap(({ type, is, begins }) => {
    const to = transitions.get(initial)?.get(is);
    return to === undefined || begins === null ? [] : [{ to, type, always: begins === 'always' }];
  });
  const dead = new Set(
    mapping
      .filter(({ ends }) => ends)
      .flatMap(({ is }) => [...transitions.values()].flatMap((ways) => ways.get(is) ?? [])),
  );
  return [...transitions].flatMap(([from, ways]) => {
    const onward = mapping.flatMap(({ type, is }) => {
      const to = ways.get(is);
      return to === undefined ? [] : [{ to, type }];
    });
    const reborn = births.filter(({ always }) => always || dead.has(from));
    return [...onward, ...reborn]
      .filter(({ to }) => to !== from)
      .map(({ to, type }) => ({ from, to, type }));
  });
}

/** The states that steps lead to, in the direction that `ends` gives them. */
function reached(
  start: Iterable<string>,
  steps: readonly Step[],
  ends: (step: Step) => readonly [from: string, to: string],
): ReadonlySet<string> {
  const states = new Set(start);
  // A Set shows what is added to it while it is walked through.
  for (const state of states) {
    for (const step of steps) {
      const [from, to] = ends(step);
      if (from === state) states.add(to);
    }
  }
  return states;
}
