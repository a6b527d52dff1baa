import { describe, expect, it } from 'vitest';
import { retold } from './ring-pages.ts';

const PAGE_BYTES = 4096;

/** Pages as the kernel writes them: the time of the first record, how much is used, records. */
function pagesAt(...stamps: readonly bigint[]): Uint8Array {
  const pages = new Uint8Array(stamps.length * PAGE_BYTES).fill(7);
  const view = new DataView(pages.buffer);
  for (const [i, stamp] of stamps.entries()) view.setBigUint64(i * PAGE_BYTES, stamp, true);
  return pages;
}

describe('pages of a ring buffer that are told again', () => {
  it('are the same but for their stamps, which go on', () => {
    // The same array is handed out each time.
    const told = Array.from(retold(pagesAt(5n, 8n), 3, 100n), (pages) => pages.slice());
    expect(told).toEqual([pagesAt(5n, 8n), pagesAt(105n, 108n), pagesAt(205n, 208n)]);
  });

  it('keep the recording as it is', () => {
    const recorded = pagesAt(2n ** 40n);
    for (const _ of retold(recorded, 2, 1n)) expect(recorded).toEqual(pagesAt(2n ** 40n));
  });
});
