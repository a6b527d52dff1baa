import { describe, expect, it } from 'vitest';
import { decompress } from '../../src/node/compression.ts';
import { chunked, gathered } from './bytes.ts';
import { BLOCK_BYTES, damagedAt, PACKINGS } from './stored.ts';

const LOG = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `line ${i * i}\n`).join(''));

/** How much our decoders unpack at a time; of a piece that is damaged nothing can be had. */
const PIECE_BYTES = 64 * 1024;

describe.each(PACKINGS)('a log in blocks of $kind', ({ pack }) => {
  const { bytes, blocks } = pack(LOG);

  it('is unpacked', async () => {
    const unpacked = await gathered(decompress(chunked(bytes, 999)));
    expect(LOG.equals(unpacked)).toBe(true);
  });

  it('is damaged where a block makes no sense, and what stands before it is unpacked', async () => {
    const read: Uint8Array[] = [];
    const block = 200;
    const reading = (async () => {
      const source = chunked(damagedAt(bytes, blocks[block] ?? 0), bytes.length);
      for await (const chunk of decompress(source)) read.push(chunk);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'damaged' });
    const unpacked = Buffer.concat(read);
    expect(LOG.subarray(0, unpacked.length).equals(unpacked)).toBe(true);
    expect(unpacked.length).toBeGreaterThan(block * BLOCK_BYTES - PIECE_BYTES);
  });
});
