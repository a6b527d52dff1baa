import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Invariant } from '../invariants/invariant.ts';
import { UsageError } from './usage-error.ts';

/** What every promise consists of; see `Invariant`. */
const FIELDS = ['id', 'statement', 'mechanism', 'source', 'versions', 'needs', 'breaks', 'monitor'];

/**
 * Loads the promises a module of the user's exports: one an export, or lists of them.
 *
 * @throws {@link UsageError} where it cannot be loaded, or exports none.
 */
export async function loadRules(file: string): Promise<readonly Invariant[]> {
  let module: object;
  try {
    module = await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--rules: ${file}: could not be loaded as a JavaScript module: ${reason}`);
  }
  const rules = Object.values(module).flat().filter(isInvariant);
  if (rules.length > 0) return rules;
  throw new UsageError(
    `--rules: ${file}: found no promise among its exports, expected objects with ${FIELDS.join(', ')}`,
  );
}

function isInvariant(value: unknown): value is Invariant {
  if (typeof value !== 'object' || value === null) return false;
  return (
    FIELDS.every((field) => field in value) &&
    'monitor' in value &&
    typeof value.monitor === 'function'
  );
}
