import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Invariant } from '../invariants/invariant.ts';
import { DotSyntaxError } from '../invariants/rv/dot-syntax-error.ts';
import { follows } from '../invariants/rv/follows.ts';
import { followsModel, isModelName, modelNames } from '../invariants/rv/models/catalogue.ts';
import { parseAutomaton } from '../invariants/rv/parse-automaton.ts';
import { MappingError, parseMapping } from '../invariants/rv/parse-mapping.ts';
import { unknownName } from './inputs.ts';
import type { PromiseSource } from './own-promises.ts';
import { UsageError } from './usage-error.ts';

/** An automaton that we ship, or one of the user's own files. */
export type AutomatonSource = Extract<PromiseSource, { from: 'model' | 'dot' }>;

/**
 * What `--automaton` names: one of ours, or a .dot file with its mapping.
 *
 * @throws {@link UsageError} for what is neither, or does not fit together.
 */
export async function loadAutomaton(source: AutomatonSource): Promise<Invariant> {
  if (source.from === 'model') {
    if (isModelName(source.name)) return followsModel(source.name);
    const known = [...modelNames(), 'a file FILE.dot'];
    throw unknownName('--automaton', source.name, known);
  }
  const { dot, map } = source;
  const text = await textOf('--automaton', dot);
  const json = await textOf('--map', map);
  const name = automatonName(dot);
  const automaton = explained(`--automaton: ${dot}`, () => parseAutomaton(name, text));
  return explained(`--map: ${map}`, () =>
    follows(automaton, parseMapping(JSON.parse(json), automaton)),
  );
}

/** What the automaton of a file is called: `wip` for `models/wip.dot`, as the kernel has it. */
export function automatonName(dot: string): string {
  return basename(dot.replace(DOT_FILE, ''));
}

/** Where the mapping of a .dot file is unless somebody says otherwise: `wip.json` for `wip.dot`. */
export function mappingBeside(dot: string): string {
  return dot.replace(DOT_FILE, '.json');
}

/** A file of Graphviz, by its name. */
export function isDotFile(name: string): boolean {
  return DOT_FILE.test(name);
}

const DOT_FILE = /\.(dot|gv)$/;

async function textOf(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${option}: ${file}: could not be read: ${reason}`);
  }
}

/** Errors of a file with its name, each in a line. */
function explained<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof DotSyntaxError) throw new UsageError(`${file}:${error.message}`);
    if (error instanceof MappingError) throw new UsageError(`${file}: ${error.message}`);
    if (error instanceof SyntaxError) throw new UsageError(`${file}: no JSON: ${error.message}`);
    throw error;
  }
}
