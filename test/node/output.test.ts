import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { fileOutput, isDevice, OutputClosed, outputOf } from '../../src/node/output.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('an output', () => {
  it('takes the next text when the one before has left', async () => {
    const written: string[] = [];
    const slow = new Writable({
      write: (chunk, _encoding, done) => {
        written.push(String(chunk));
        setImmediate(done);
      },
    });
    const output = outputOf(slow);
    await output.write('one');
    expect(written).toEqual(['one']);
    await output.write('two');
    expect(written).toEqual(['one', 'two']);
  });

  it('says that nobody reads where the reader went away', async () => {
    const error = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const closed = new Writable({ write: (_chunk, _encoding, done) => done(error) });
    const output = outputOf(closed);
    await expect(output.write('one')).rejects.toThrow(OutputClosed);
    await expect(output.write('two')).rejects.toThrow(OutputClosed);
  });

  it('passes on other failures, such as a full disk', async () => {
    const error = Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' });
    const full = new Writable({ write: (_chunk, _encoding, done) => done(error) });
    await expect(outputOf(full).write('one')).rejects.toBe(error);
  });
});

describe('a file or pipe as an output', () => {
  const folder = temporaryFolder();
  const noStream = (): Writable => {
    throw new Error('expected no stream to be needed');
  };

  it('is written to piece by piece, text and bytes', async () => {
    const path = join(folder, 'written');
    const file = openSync(path, 'w');
    const output = fileOutput(file, noStream);
    await output.write('✓ one\n');
    await output.write('');
    await output.write(new TextEncoder().encode('two\n'));
    closeSync(file);
    expect(readFileSync(path, 'utf8')).toBe('✓ one\ntwo\n');
  });

  it('goes on as a stream where a pipe is full and does not wait', async () => {
    const late: string[] = [];
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        late.push(String(chunk));
        done();
      },
    });
    const pipe = namedPipe('full', constants.O_RDWR);
    const streams: Writable[] = [];
    const output = fileOutput(pipe, () => {
      streams.push(stream);
      return stream;
    });
    const text = 'x'.repeat(1 << 20);
    await output.write(text);
    await output.write('the end');
    closeSync(pipe);
    const [rest = '', end] = late;
    expect(rest.length).toBeLessThan(text.length);
    expect(text.endsWith(rest)).toBe(true);
    expect([end, streams.length]).toEqual(['the end', 1]);
  });

  it('says that nobody reads where the reader went away', async () => {
    const reader = namedPipe('left', constants.O_RDONLY);
    const writer = openSync(join(folder, 'left'), constants.O_WRONLY);
    closeSync(reader);
    await expect(fileOutput(writer, noStream).write('one')).rejects.toThrow(OutputClosed);
    closeSync(writer);
  });

  it('passes on other failures', async () => {
    const full = openSync('/dev/full', 'w');
    await expect(fileOutput(full, noStream).write('one')).rejects.toThrow('ENOSPC');
    expect(isDevice(full)).toBe(true);
    closeSync(full);
  });

  function namedPipe(name: string, access: number): number {
    const path = join(folder, name);
    execFileSync('mkfifo', [path]);
    return openSync(path, access | constants.O_NONBLOCK);
  }
});
