import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/node/log-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { gathered } from './bytes.ts';

const folder = temporaryFolder();

describe('a log file', () => {
  it('tells its size, and how far it was read', async () => {
    const path = join(folder, 'plain.log');
    writeFileSync(path, 'a line\n');
    const log = await openLog(path);
    expect([log.name, log.size, log.position()]).toEqual([path, 7, 0]);
    expect(await gathered(log.content)).toHaveLength(7);
    expect(log.position()).toBe(7);
  });

  it('counts compressed bytes as they are stored', async () => {
    const path = join(folder, 'packed');
    const packed = gzipSync('x'.repeat(100_000));
    writeFileSync(path, packed);
    const log = await openLog(path);
    expect(await gathered(log.content)).toHaveLength(100_000);
    expect([log.size, log.position()]).toEqual([packed.length, packed.length]);
  });

  it('gives all of a long file, one chunk after the other', async () => {
    const path = join(folder, 'long.log');
    const bytes = Uint8Array.from({ length: 700_001 }, (_, i) => (i * i) % 251);
    writeFileSync(path, bytes);
    const log = await openLog(path);
    expect(Buffer.compare(await gathered(log.content), bytes)).toBe(0);
    expect(log.position()).toBe(bytes.length);
  });

  it('has no size where it is no regular file', async () => {
    expect((await openLog('/dev/null')).size).toBeNull();
  });

  it.each([
    [join(folder, 'nowhere'), 'missing'],
    [folder, 'directory'],
    [join(folder, 'plain.log', 'deeper'), 'missing'],
  ])('at %s is refused', async (path, code) => {
    writeFileSync(join(folder, 'plain.log'), '');
    await expect(openLog(path)).rejects.toMatchObject({ name: 'InputError', code });
  });
});
