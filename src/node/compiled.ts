import { isAscii } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

/** A CommonJS module that was loaded and run. */
export interface Loaded {
  readonly exports: unknown;
  /** V8 took what was kept, and compiled none of that again. */
  readonly reused: boolean;
  /** What V8 compiled of the module so far, for {@link keptBeside}. */
  readonly compiled: () => Uint8Array;
}

/** Where is kept what V8 compiled of a file: no other version of V8 or processor can use it. */
export function keptBeside(file: string): string {
  return `${file}.${process.versions.v8}-${process.arch}`;
}

/**
 * Loads a CommonJS module with what V8 compiled of it when it was built: to compile it again takes
 * as long as a third of all that a check of a boot adds to the start of Node. Where this V8 kept
 * nothing, the module is loaded as usual: Node 22.1 and later then keep it for themselves.
 */
export function requireCompiled(file: string): unknown {
  const kept = contentOf(keptBeside(file));
  return kept === null ? createRequire(file)(file) : loadCompiled(file, kept).exports;
}

/**
 * Loads a CommonJS module, with what V8 compiled of it earlier if there is that. V8 takes back only
 * what it compiled with the flags it has now; what it does not take, it compiles again.
 */
export function loadCompiled(file: string, kept: Uint8Array | null): Loaded {
  const bytes = readFileSync(file);
  const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  const wrapper = `(function (exports, require, module) {${text}\n})`;
  const options = { filename: file, ...(kept === null ? {} : { cachedData: kept }) };
  const script = new Script(wrapper, options);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module);
  return {
    exports: module.exports,
    reused: script.cachedDataRejected === false,
    compiled: () => script.createCachedData(),
  };
}

function contentOf(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch {
    return null; // Another version of V8 built this, or nobody could write there.
  }
}
