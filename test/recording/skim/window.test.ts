import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../../src/recording/create-decoder.ts';
import { Decoding } from '../../../src/recording/decoding.ts';
import { openKernel } from '../../../src/recording/skim/kernel.ts';
import { newWindow, WINDOW_BYTES } from '../../../src/recording/skim/window.ts';

const PLACE = '              ip-206     [001] d..1.     1.950970: ';
const LINES = Array.from({ length: 12_000 }, (_, i) =>
  i % 500 === 499 ? `${PLACE}setup_net <-copy_net_ns` : `${PLACE}rtnl_unlock <-rtnl_newlink`,
);
const LOG = new TextEncoder().encode(LINES.join('\n'));

/** Which lines are told of a log that is read in pieces; `lay` says where each of them lies. */
function linesTold(bytes: number, lay: (piece: Uint8Array) => Uint8Array) {
  const options = { wanted: new Set(['setup_net']), wantedCallers: new Set<string>() };
  const decoding = new Decoding(createDecoder('function', options));
  const told: (number | null)[] = [];
  let isThere = false;
  for (let at = 0; at < LOG.length; at += bytes) {
    const chunk = lay(LOG.subarray(at, at + bytes));
    if (at === 0) {
      const kernel = openKernel(chunk);
      if (kernel === null) throw new Error('expected WebAssembly with SIMD');
      isThere = kernel.bytes.buffer === chunk.buffer;
      decoding.skimWith(kernel);
    }
    for (const { line } of decoding.push(chunk)) told.push(line);
  }
  for (const { line } of decoding.end()) told.push(line);
  return { told, isThere, reasons: decoding.lines.reasons };
}

/** Puts a piece into a window, `from` bytes behind its beginning. */
function laying(window: Uint8Array, from: number) {
  return (piece: Uint8Array): Uint8Array => {
    window.fill(0x0a).set(piece, from);
    return window.subarray(from, from + piece.length);
  };
}

describe('a log that is read into a window', () => {
  const expected = LINES.flatMap((line, i) => (line.includes('setup_net') ? [i + 1] : []));
  const reasons = { used: 24, 'other function': 11_976 };

  it.each([
    [WINDOW_BYTES, 0],
    [100_003, 0],
    [100_003, 77],
    [WINDOW_BYTES - 33, 33],
  ])('is read where it lies: pieces of %i bytes, from %i on', (bytes, from) => {
    const window = newWindow();
    expect(window.length).toBe(WINDOW_BYTES);
    const found = linesTold(bytes, laying(window, from));
    expect(found).toEqual({ told: expected, isThere: true, reasons });
  });

  it('is copied where it lies elsewhere, or changes its place', () => {
    const elsewhere = linesTold(100_003, (piece) => piece);
    expect(elsewhere).toEqual({ told: expected, isThere: false, reasons });
    let windows = 0;
    const moving = linesTold(100_003, (piece) => {
      windows += 1;
      return laying(newWindow(), windows)(piece);
    });
    expect(moving).toEqual({ told: expected, isThere: true, reasons });
  });
});
