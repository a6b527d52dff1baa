import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A module of the user's that could not be loaded; what it threw itself is the `cause`. */
export class ModuleError extends Error {
  override readonly name = 'ModuleError';
  readonly code: 'typescript' | 'failed';

  constructor(code: ModuleError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Runs a module file and returns what it exports. JavaScript always works; TypeScript where Node
 * itself strips the types (22.18 and later), else with the `tsx` that is installed beside the file
 * or in the working directory.
 *
 * @throws {@link ModuleError} where that is not possible, or the module throws.
 */
export async function loadModule(file: string): Promise<object> {
  const path = resolve(file);
  const tsx = needsTsx(path) ? findTsx(path) : null;
  try {
    // Importing tsx teaches this process TypeScript, as node --import tsx does.
    if (tsx !== null) await import(pathToFileURL(tsx).href);
    return await import(pathToFileURL(path).href);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModuleError('failed', reason, { cause: error });
  }
}

/** Whether a module is TypeScript that this Node cannot read; tsx teaches it to the main thread only. */
export function needsTsx(file: string): boolean {
  return /\.[cm]?ts$/.test(file) && !stripsTypes();
}

/** Whether Node reads TypeScript; the types of Node 20 do not know that it may. */
function stripsTypes(): boolean {
  return 'typescript' in process.features && process.features.typescript !== false;
}

function findTsx(path: string): string {
  for (const from of [path, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(from).resolve('tsx');
    } catch {
      // Not there; the next place may have it.
    }
  }
  throw new ModuleError(
    'typescript',
    `Node ${process.version} reads no TypeScript; expected Node 22.18 or later, ` +
      'tsx (npm install --save-dev tsx), or a module in JavaScript',
  );
}
