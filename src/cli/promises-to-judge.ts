import { catalogue } from '../invariants/catalogue.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { parseAssertion } from './assertion.ts';
import { knownPromise } from './promise.ts';
import { UsageError } from './usage-error.ts';

/** Options that say what to judge. */
export interface PromiseOptions {
  /** Ids of the only promises of the kernel to judge. */
  readonly only?: readonly string[];
  /** Promises of the user's own, in a line each: `net_dev_init < 5ms`. */
  readonly assert?: readonly string[];
  /** Modules that export promises of the user's own. */
  readonly rules?: readonly string[];
  /** Automata of runtime verification: ours by name, others by their .dot files. */
  readonly automaton?: readonly string[];
  /** Mappings of events for the .dot files, in their order. */
  readonly map?: readonly string[];
}

/**
 * The kernel's promises and the user's own.
 *
 * @throws UsageError for what does not exist, makes no sense, or is there twice.
 */
export async function promisesToJudge(options: PromiseOptions): Promise<readonly Invariant[]> {
  const { only, assert = [], rules = [] } = options;
  const ids = new Set(only?.flatMap((list) => list.split(',')).map((id) => id.trim()));
  const kernels = only === undefined ? catalogue : [...ids].map((id) => knownPromise('--only', id));
  const asserted = assert.map(parseAssertion);
  const loaded = rules.length === 0 ? [] : await loadAll(rules);
  const all = [...kernels, ...loaded, ...asserted, ...(await automata(options))];
  const twice = all.find(({ id }, index) => all.findIndex((other) => other.id === id) !== index);
  if (twice === undefined) return all;
  throw new UsageError(`found two promises called ${JSON.stringify(twice.id)}, expected one`);
}

async function loadAll(files: readonly string[]): Promise<readonly Invariant[]> {
  const { loadRules } = await import('./rules.ts');
  return (await Promise.all(files.map(loadRules))).flat();
}

async function automata({
  automaton = [],
  map = [],
}: PromiseOptions): Promise<readonly Invariant[]> {
  if (automaton.length === 0 && map.length === 0) return [];
  const { isDotFile, loadAutomaton } = await import('./automaton.ts');
  const maps = [...map];
  const loaded = await Promise.all(
    automaton.map((name) => loadAutomaton(name, isDotFile(name) ? maps.shift() : undefined)),
  );
  const [spare] = maps;
  if (spare === undefined) return loaded;
  throw new UsageError(`--map: found ${spare}, expected an --automaton FILE.dot to go with it`);
}
