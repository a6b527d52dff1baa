import type { Automaton } from './automaton.ts';
import { type DotEdge, type DotGraph, type DotNode, dotGraph } from './dot-graph.ts';
import { DotSyntaxError } from './dot-syntax-error.ts';
import type { DotToken } from './dot-tokens.ts';

/**
 * Reads an automaton in the dialect of the kernel's tools/verification/models, as
 * tools/verification/dot2/automata.py does: `__init_x` points at the first state, ellipses
 * and double circles are final, one edge may carry several events.
 *
 * @param name What to call it; the kernel takes the name of the file.
 * @throws {@link DotSyntaxError} for what is no deterministic automaton, or has clocks.
 *
 * @example
 * ```ts
 * const wip = parseAutomaton('wip', await readFile('tools/verification/models/wip.dot', 'utf8'));
 * ```
 */
export function parseAutomaton(name: string, dot: string): Automaton {
  const graph = dotGraph(dot);
  const states = statesOf(graph);
  const start = graph.edges.find(({ from }) => from.text.startsWith(INIT));
  if (start === undefined) throw new DotSyntaxError(FIRST, `an edge from "${INIT}…"`, 'none');
  const transitions = new Map([...states].map((state) => [state, new Map<string, string>()]));
  for (const edge of graph.edges) {
    if (edge !== start) addTransitions(edge, transitions);
  }
  const initial = known(start.to, transitions);
  const marked = graph.nodes.filter(isMarked).map((node) => stateName(node.name));
  return { name, initial, final: new Set(marked.length > 0 ? marked : [initial]), transitions };
}

const INIT = '__init_';
const FIRST = { line: 1, column: 1 };

function statesOf({ nodes }: DotGraph): ReadonlySet<string> {
  const states = new Set<string>();
  for (const { name, attributes } of nodes) {
    if (name.text.startsWith(INIT)) continue;
    const label = attributes.get('label');
    // A second line is an invariant on a clock, as in nomiss.dot.
    if (label?.text.includes('\\n')) throw withClocks(label);
    states.add(stateName(name));
  }
  return states;
}

function addTransitions(
  { from, to, attributes }: DotEdge,
  transitions: ReadonlyMap<string, Map<string, string>>,
): void {
  const label = attributes.get('label');
  if (label === undefined) throw new DotSyntaxError(from, 'an edge with a label', 'one without');
  if (label.text.includes(';')) throw withClocks(label);
  const target = known(to, transitions);
  const ways = transitions.get(known(from, transitions));
  const events = label.text.split(/\\n|\s+/).filter((event) => event !== '');
  if (events.length === 0) throw new DotSyntaxError(label, 'the name of an event', '""');
  for (const event of events) {
    const other = ways?.get(event) ?? target;
    if (other !== target) {
      const expected = `one way for ${event} from ${from.text}`;
      throw new DotSyntaxError(label, expected, `two, to ${other} and to ${target}`);
    }
    ways?.set(event, target);
  }
}

/** The kernel's tools replace commas, which C names cannot hold. */
function stateName({ text }: DotToken): string {
  return text.replaceAll(',', '_');
}

function known(token: DotToken, states: ReadonlyMap<string, unknown>): string {
  const name = stateName(token);
  if (states.has(name)) return name;
  const expected = `one of the states ${[...states.keys()].join(', ')}`;
  throw new DotSyntaxError(token, expected, JSON.stringify(token.text));
}

function isMarked({ name, attributes }: DotNode): boolean {
  const shape = attributes.get('shape')?.text;
  return !name.text.startsWith(INIT) && (shape === 'doublecircle' || shape === 'ellipse');
}

function withClocks(label: DotToken): DotSyntaxError {
  const expected = 'events and states without guards, resets and clocks';
  return new DotSyntaxError(label, expected, JSON.stringify(label.text));
}
