#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { fileOutput } from '../node/output.ts';
import { toolVersion } from './tool.ts';

const args = process.argv.slice(2);
const [first] = args;

// Scripts ask for the version to see whether the tool is there: that loads nothing else, no stream
// of Node's either, unless it cannot be written.
if (args.length === 1 && (first === '--version' || first === '-V')) {
  const printed = fileOutput(1, () => process.stdout).write(`${toolVersion()}\n`);
  printed.catch(startAll);
} else startAll();

function startAll(): void {
  keepCompiled();
  // Tuned once all is loaded: V8 takes back what it compiled earlier, of Node and of this, only
  // as long as it has the flags it had then.
  const loaded = Promise.all([import('./start.ts'), import('../node/engine.ts')]);
  loaded.then(async ([{ start }, { tuneEngine }]) => {
    tuneEngine();
    process.exitCode = await start(args);
  });
}

/** Node 22.1 and later keep what V8 made of our code for the next time. */
function keepCompiled(): void {
  if (!('enableCompileCache' in nodeModule)) return;
  const { enableCompileCache } = nodeModule;
  if (typeof enableCompileCache === 'function') enableCompileCache();
}
