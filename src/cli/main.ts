#!/usr/bin/env node
import { toolVersion } from './tool.ts';

const args = process.argv.slice(2);
const [first] = args;

// Scripts ask for the version to see whether the tool is there: that loads nothing else.
if (args.length === 1 && (first === '--version' || first === '-V')) {
  process.stdout.write(`${toolVersion()}\n`);
} else {
  const { start } = await import('./start.ts');
  process.exitCode = await start(args);
}
