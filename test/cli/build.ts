import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The package as users have it, in a folder of its own. */
export interface Build {
  /** The file of the program. */
  readonly main: string;
  readonly remove: () => void;
}

/**
 * Runs the build script of package.json, but into a folder below node_modules: there packages are
 * found, and nothing of it is ever committed.
 */
export async function build(name: string): Promise<Build> {
  const folder = `${ROOT}node_modules/.cache/netdev-replay-${name}-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  cpSync(`${ROOT}package.json`, `${folder}/package.json`);
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  const script = scripts.build.replaceAll(/(?<= )dist\b/g, `${folder}/dist`);
  const PATH = `${ROOT}node_modules/.bin:${process.env.PATH}`;
  const env = { ...process.env, PATH };
  await promisify(execFile)('bash', ['-c', script], { cwd: ROOT, env });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { main: `${folder}/dist/cli/main.js`, remove };
}
