import type { Invariant } from '../invariants/invariant.ts';
import { loadModule, ModuleError } from '../node/load-module.ts';
import { UsageError } from './usage-error.ts';

/**
 * Loads the promises that a module of the user's exports: one an export, or lists of them. What
 * has no `monitor` is none and may be exported as well.
 *
 * @throws {@link UsageError} where the module cannot be loaded, exports none, or a wrong one.
 */
export async function loadRules(file: string): Promise<readonly Invariant[]> {
  const exported = Object.entries(await load(file)).flatMap(([name, value]) =>
    [value].flat().map((item: unknown) => [name, item] as const),
  );
  const rules = new Set<Invariant>();
  for (const [name, value] of exported) {
    if (!isRecord(value) || !('monitor' in value)) continue;
    const wrong = wrongField(value);
    if (wrong !== null) throw new UsageError(`--rules: ${file}: export ${name}: ${wrong}`);
    // Every field was looked at.
    rules.add(value as unknown as Invariant);
  }
  if (rules.size > 0) return [...rules];
  throw new UsageError(
    `--rules: ${file}: found no promise among its exports, ` +
      `expected objects with ${Object.keys(FIELDS).join(', ')}`,
  );
}

async function load(file: string): Promise<object> {
  try {
    const module = await loadModule(file);
    // A CommonJS module, and a list of promises, come as the default export.
    const main: unknown = 'default' in module ? module.default : undefined;
    return isRecord(main) && !('monitor' in main) ? { ...module, ...main } : module;
  } catch (error) {
    if (!(error instanceof ModuleError)) throw error;
    throw new UsageError(`--rules: ${file}: could not be loaded: ${error.message}`);
  }
}

type Field = readonly [expected: string, is: (value: unknown) => boolean];

const TEXT: Field = ['a text', (value) => typeof value === 'string' && value !== ''];

/** What a promise consists of. */
const FIELDS: Readonly<Record<keyof Invariant, Field>> = {
  id: TEXT,
  statement: TEXT,
  mechanism: TEXT,
  source: [
    '{ function, file }',
    (value) => isRecord(value) && TEXT[1](value.function) && TEXT[1](value.file),
  ],
  versions: TEXT,
  needs: ['a list of event types', (value) => Array.isArray(value) && value.every(TEXT[1])],
  breaks: TEXT,
  spoiledBy: ["'recording' or 'monitor'", (value) => value === 'recording' || value === 'monitor'],
  monitor: ['a function', (value) => typeof value === 'function'],
};

function wrongField(value: Readonly<Record<string, unknown>>): string | null {
  for (const [name, [expected, is]] of Object.entries(FIELDS)) {
    if (is(value[name])) continue;
    const found = name in value ? JSON.stringify(value[name]) : 'nothing';
    return `found ${found} as ${name}, expected ${expected}`;
  }
  return null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
