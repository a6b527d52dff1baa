import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { retold } from './ring-pages.ts';

/** Recorded by `ring-buffer/record`; npm runs scripts in the folder of the package. */
const RECORDED = 'test/bench/ring-buffer';
const CPUS = ['cpu0', 'cpu1'];
/** The recording takes two seconds. */
const PERIOD_NS = 5_000_000_000n;

/** Whether there is `trace-cmd`; it exits with 255 where it is asked for its version. */
export const hasTraceCmd = spawnSync('trace-cmd', ['--version']).error === undefined;

/**
 * Writes a trace.dat of about `lines` records, and what `trace-cmd report` prints of it to `text`.
 * The recording ends as it began, so that it can be told again and again.
 */
export function writeTraceDat(path: string, text: string, lines: number): void {
  const told: { readonly records: number } = JSON.parse(
    readFileSync(`${RECORDED}/provenance.json`, 'utf8'),
  );
  const rounds = Math.ceil(lines / told.records);
  const header = `${path}.header`;
  writeAll(header, [recorded('header.dat')]);
  const buffers = CPUS.map((cpu) => `${path}.${cpu}`);
  for (const [i, cpu] of CPUS.entries()) {
    writeAll(buffers[i] ?? '', retold(recorded(cpu), rounds, PERIOD_NS));
  }
  run('trace-cmd restore -i "$0" -o "$@" >/dev/null', [header, path, ...buffers]);
  for (const part of [header, ...buffers]) rmSync(part);
  run('trace-cmd report "$0" >"$1"', [path, text]);
}

function recorded(name: string): Uint8Array {
  return gunzipSync(readFileSync(`${RECORDED}/${name}.gz`));
}

function writeAll(path: string, chunks: Iterable<Uint8Array>): void {
  const file = openSync(path, 'w');
  for (const chunk of chunks) writeSync(file, chunk);
  closeSync(file);
}

function run(script: string, words: readonly string[]): void {
  const { status, stderr } = spawnSync('bash', ['-c', script, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`expected ${script} to work, got ${status}: ${stderr}`);
}
