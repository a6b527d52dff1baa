import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Invariant } from '../invariants/invariant.ts';
import { DotSyntaxError } from '../invariants/rv/dot-syntax-error.ts';
import { follows } from '../invariants/rv/follows.ts';
import { followsModel, RV_MODELS, type RvModelName } from '../invariants/rv/models/catalogue.ts';
import { parseAutomaton } from '../invariants/rv/parse-automaton.ts';
import { MappingError, parseMapping } from '../invariants/rv/parse-mapping.ts';
import { unknownName } from './inputs.ts';
import { UsageError } from './usage-error.ts';

/**
 * What `--automaton` names: one of ours, or a .dot file. Its mapping is the JSON file `map`, else
 * the one beside it: `wip.json` for `wip.dot`.
 *
 * @throws {@link UsageError} for what is neither, or does not fit together.
 */
export async function loadAutomaton(name: string, map: string | undefined): Promise<Invariant> {
  if (!isDotFile(name)) {
    if (isModel(name)) return followsModel(name);
    throw unknownName('--automaton', name, [...Object.keys(RV_MODELS), 'a file FILE.dot']);
  }
  const path = name.replace(DOT_FILE, '');
  const dot = await textOf('--automaton', name);
  const mapping = map ?? `${path}.json`;
  const json = await textOf('--map', mapping);
  const automaton = explained(`--automaton: ${name}`, () => parseAutomaton(basename(path), dot));
  return explained(`--map: ${mapping}`, () =>
    follows(automaton, parseMapping(JSON.parse(json), automaton)),
  );
}

/** A file of Graphviz, by its name. */
export function isDotFile(name: string): boolean {
  return DOT_FILE.test(name);
}

const DOT_FILE = /\.(dot|gv)$/;

function isModel(name: string): name is RvModelName {
  return Object.hasOwn(RV_MODELS, name);
}

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
