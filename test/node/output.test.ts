import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { OutputClosed, outputOf } from '../../src/node/output.ts';

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
