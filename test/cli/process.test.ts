import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recording } from './shell.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Below node_modules, so that packages are found and nothing of it is ever committed. */
const BUILD = `${ROOT}node_modules/.cache/netdev-replay-cli-${process.pid}`;
const MAIN = `${BUILD}/dist/cli/main.js`;
const LIFE = recording('6.1-cloud/life-kprobe.log.gz');
const run = promisify(execFile);

beforeAll(async () => {
  mkdirSync(BUILD, { recursive: true });
  cpSync(`${ROOT}package.json`, `${BUILD}/package.json`);
  await run(`${ROOT}node_modules/.bin/tsc`, ['-p', ROOT, '--outDir', `${BUILD}/dist`]);
}, 60_000);

afterAll(() => rmSync(BUILD, { recursive: true, force: true }));

/** Runs a shell line in which `$cli` is the program. */
async function shell(line: string): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, cli: `${process.execPath} ${MAIN}`, log: LIFE, LANG: 'C.UTF-8' };
  const child = spawn('bash', ['-o', 'pipefail', '-c', line], { env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

describe('the program', () => {
  it('judges a recording', async () => {
    const { code, out, err } = await shell('$cli check $log');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('life-kprobe.log.gz: holds');
  });

  it('reads a pipe, and what it prints itself', async () => {
    const { code, out } = await shell('$cli events $log | $cli check');
    expect(code).toBe(0);
    expect(out).toContain('standard input: holds');
  });

  it('stops quietly where its reader goes away', async () => {
    const { code, out, err } = await shell('$cli events $log | head -n 1');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toHaveLength(2);
  });

  it('says so where the output cannot be written', async () => {
    const { code, err } = await shell('$cli events $log > /dev/full');
    expect(code).toBe(2);
    expect(err).toMatch(/^netdev-replay: could not write the output \(.*\)\n$/);
  });

  it('tells errors in one line, without a stack', async () => {
    const { code, out, err } = await shell('$cli replay /nowhere');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe('netdev-replay: /nowhere: found no such file, expected a log\n');
  });

  it('is colourful where it is told to be', async () => {
    const esc = String.fromCharCode(27);
    expect((await shell('FORCE_COLOR=1 $cli check $log')).out).toContain(`${esc}[32m`);
    expect((await shell('$cli check $log')).out).not.toContain(esc);
  });

  it('loads no more than it needs to tell its version', async () => {
    const { out } = await shell('NODE_DEBUG=esm $cli --version 2>&1');
    expect(out).toMatch(/\d+\.\d+\.\d+\n/);
    for (const name of ['rxjs', 'zod', 'immer', 'judge']) expect(out).not.toContain(`/${name}`);
  });
});
