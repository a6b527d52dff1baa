/** A deterministic automaton, as the runtime verification of the kernel has them. */
export interface Automaton {
  readonly name: string;
  readonly initial: string;
  /** The marked states, the kernel's `final_states`. */
  readonly final: ReadonlySet<string>;
  /** The transition function: by state, then by event. Every state is a key. */
  readonly transitions: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** All events of an automaton, sorted as the kernel's tools sort them. */
export function eventsOf({ transitions }: Automaton): readonly string[] {
  const events = [...transitions.values()].flatMap((ways) => [...ways.keys()]);
  return [...new Set(events)].sort();
}
