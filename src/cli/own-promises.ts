import { guarded } from '../invariants/guarded.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { parseAssertion } from './assertion.ts';
import { UsageError } from './usage-error.ts';

/** Options that name promises of the user's own. */
export interface OwnPromiseOptions {
  /** In a line each: `net_dev_init < 5ms`. */
  readonly assert?: readonly string[];
  /** Modules that export promises. */
  readonly rules?: readonly string[];
  /** Automata of runtime verification: ours by name, others by their .dot files. */
  readonly automaton?: readonly string[];
  /** Mappings of events for the .dot files, in their order. */
  readonly map?: readonly string[];
}

/** A promise of the user's own, and how to come by it again. */
export interface OwnPromise {
  readonly invariant: Invariant;
  readonly source: PromiseSource;
}

/** Where a promise comes from. */
export type PromiseSource =
  | { readonly from: 'catalogue' }
  | { readonly from: 'assertion'; readonly text: string }
  | { readonly from: 'module'; readonly file: string }
  | { readonly from: 'model'; readonly name: string }
  | { readonly from: 'dot'; readonly dot: string; readonly map: string };

/**
 * The promises of the user's own, in the order of modules, assertions, automata.
 *
 * @throws UsageError for what cannot be read or makes no sense.
 */
export async function ownPromises(options: OwnPromiseOptions): Promise<readonly OwnPromise[]> {
  const { assert = [], rules = [] } = options;
  const asserted = assert.map((text): OwnPromise => {
    return { invariant: parseAssertion(text), source: { from: 'assertion', text } };
  });
  const loaded = await Promise.all(rules.map(fromModule));
  return [...loaded.flat(), ...asserted, ...(await automata(options))];
}

async function fromModule(file: string): Promise<readonly OwnPromise[]> {
  const { loadRules } = await import('./rules.ts');
  const source = { from: 'module', file } as const;
  const loaded = await loadRules(file);
  return loaded.map((rule) => ({ invariant: guarded(rule, `--rules ${file}`), source }));
}

async function automata(options: OwnPromiseOptions): Promise<readonly OwnPromise[]> {
  const { automaton = [], map = [] } = options;
  if (automaton.length === 0 && map.length === 0) return [];
  const { isDotFile, loadAutomaton, mappingBeside } = await import('./automaton.ts');
  const maps = [...map];
  const sources = automaton.map((name) => {
    return isDotFile(name)
      ? ({ from: 'dot', dot: name, map: maps.shift() ?? mappingBeside(name) } as const)
      : ({ from: 'model', name } as const);
  });
  const loaded = await Promise.all(
    sources.map(async (source) => ({ invariant: await loadAutomaton(source), source })),
  );
  const [spare] = maps;
  if (spare === undefined) return loaded;
  throw new UsageError(`--map: found ${spare}, expected an --automaton FILE.dot to go with it`);
}
