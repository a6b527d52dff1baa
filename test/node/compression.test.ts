import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decompress } from '../../src/node/compression.ts';
import { chunked, gathered } from './bytes.ts';

const content = fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array([35, ...bytes]));
const size = fc.integer({ min: 1, max: 100 });

describe('a source', () => {
  it('passes as it is where it is not compressed, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(content, size, async (bytes, chunk) => {
        expect(await gathered(decompress(chunked(bytes, chunk)))).toEqual(bytes);
      }),
    );
  });

  it('is unpacked where it is gzip, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(content, size, async (bytes, chunk) => {
        const packed = new Uint8Array(gzipSync(bytes));
        expect(await gathered(decompress(chunked(packed, chunk)))).toEqual(bytes);
      }),
    );
  });

  it('is unpacked to its end where several gzip files were put together', async () => {
    const packed = Buffer.concat([gzipSync('one '), gzipSync('two')]);
    const text = Buffer.from(await gathered(decompress(chunked(packed, 7)))).toString();
    expect(text).toBe('one two');
  });

  it('may be empty, or shorter than any mark of a compression', async () => {
    expect(await gathered(decompress(chunked(new Uint8Array(), 1)))).toHaveLength(0);
    expect(await gathered(decompress(chunked(new Uint8Array([0x1f]), 1)))).toHaveLength(1);
  });

  it('is refused where its gzip data is cut, wherever that is', async () => {
    const packed = new Uint8Array(gzipSync('x'.repeat(500)));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: packed.length - 1 }), async (cut) => {
        const source = decompress(chunked(packed.subarray(0, cut), 50));
        await expect(gathered(source)).rejects.toMatchObject({ code: 'damaged' });
      }),
    );
  });

  it('is refused where its gzip data is damaged', async () => {
    const packed = new Uint8Array(gzipSync('x'.repeat(500)));
    packed[12] = 0xff;
    const error = await gathered(decompress(chunked(packed, 50))).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'InputError', code: 'damaged' });
  });

  it.each([
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd, 0]],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39, 0]],
  ])('is refused where it is %s, with the command that helps', async (tool, bytes) => {
    const error = await gathered(decompress(chunked(new Uint8Array(bytes), 2))).catch(
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ code: 'compressed' });
    expect(error.message).toContain(`${tool} -dc FILE`);
  });

  it('is closed when nobody wants more of it', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(10);
      } finally {
        closed = true;
      }
    }
    for await (const _ of decompress(endless())) break;
    expect(closed).toBe(true);
  });
});
