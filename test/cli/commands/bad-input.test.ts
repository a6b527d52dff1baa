import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { recording, runIn } from '../shell.ts';

const HEADER = '# tracer: function\n#\n# entries-in-buffer/entries-written: 0/0   #P:4\n#\n';
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]);
const BZIP2 = new Uint8Array([0x42, 0x5a, 0x68, 0x39, 0x31, 0x41]);
const ZSTD = new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0x24, 0, 1, 0]);
const READERS = ['replay', 'check', 'state', 'events'] as const;

describe.each(READERS)('%s', (command) => {
  it.each([
    ['an empty file', '', /empty/],
    ['an image', PNG, /PNG/],
    ['a program', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), /ELF/],
    ['a text that is no log', 'Dear diary,\ntoday I booted.\n', /no kernel log/],
    ['bzip2 data', BZIP2, /bzip2 -dc/],
    ['zstd data that ends early', ZSTD, /ends early.*; 0 lines of it could be read/],
    ['gzip data that ends early', gzipSync('x'.repeat(99)).subarray(0, 20), /ends early/],
  ])('says in one line what is wrong with %s, and exits with 2', async (_what, content, says) => {
    const { code, out, err } = await runIn({ files: { it: content } }, command, 'it');
    expect(code).toBe(2);
    expect(err).toMatch(/^netdev-replay: it: [^\n]+\n$/);
    expect(err).toMatch(says);
    expect(out).toBe('');
  });

  it('reads what stands before the damage in a compressed log, says so, and exits with 2', async () => {
    const log = readFileSync(recording('6.1-cloud/life-kprobe.log.gz'));
    const files = { it: log.subarray(0, log.length >> 1) };
    const { code, out, err } = await runIn({ files }, command, 'it');
    expect(code).toBe(2);
    expect(out.length).toBeGreaterThan(500);
    expect(err).toMatch(
      /^netdev-replay: it:\d+: expected a whole file, found gzip data that ends early\n$/,
    );
  });

  const folder = temporaryFolder();

  it('says what a directory and a missing file are', async () => {
    const directory = await runIn({}, command, folder);
    expect(directory.code).toBe(2);
    expect(directory.err).toBe(
      `netdev-replay: ${folder}: found a directory, expected a log file\n`,
    );
    const missing = await runIn({}, command, join(folder, 'nowhere'));
    expect(missing.code).toBe(2);
    expect(missing.err).toMatch(/: found no such file, expected a log\n$/);
  });

  it('tells which lines of a JSONL are broken, reads the others, and exits with 2', async () => {
    const { out: events } = await runIn({}, 'events', recording('6.1-cloud/life-sparse.log'));
    const lines = events.trimEnd().split('\n');
    const broken = [lines[0], 'garbage', ...lines.slice(2)].join('\n');
    const { code, out, err } = await runIn({ files: { it: broken } }, command, 'it');
    expect(code).toBe(2);
    expect(err).toContain('netdev-replay: it:2: expected a JSON object, found "garbage"\n');
    expect(out.length).toBeGreaterThan(100);
  });

  it('takes a trace that is a header only, and says why that usually happens', async () => {
    const { code, out, err } = await runIn({ files: { it: HEADER } }, command, 'it');
    expect(code).toBe(0);
    const told = (out + err).replaceAll(/\s+/g, ' ');
    expect(told).toMatch(/nothing was recorded/i);
    expect(told).toContain('trace_clock=local');
  });

  it('knows no other formats than those there are', async () => {
    const { code, err } = await runIn({}, command, '--format', 'dmseg', 'it');
    expect(code).toBe(2);
    expect(err).toContain('--format: found "dmseg", did you mean dmesg?');
  });

  it('expects a log, where a person sits at the keyboard', async () => {
    const { code, err } = await runIn({ keyboard: true }, command);
    expect(code).toBe(2);
    expect(err).toContain('expected a file name');
  });
});

describe('a log that is read in the wrong format', () => {
  it('is said to be mostly not understood', async () => {
    const trace = recording('6.1-cloud/life-function.log');
    const { out } = await runIn({}, 'check', '--format', 'kmsg', trace);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(/\d+ % of the lines were not understood/);
  });
});

describe('a file the user may not read', () => {
  const folder = temporaryFolder();

  it('is said to be one', async () => {
    const file = join(folder, 'secret');
    writeFileSync(file, HEADER, { mode: 0 });
    const { code, err } = await runIn({}, 'check', file);
    // root may read everything.
    if (process.getuid?.() === 0) expect(code).toBe(0);
    else expect(err).toContain('found a file you may not read');
  });
});
