import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../src/recording/lines.ts';

const NEWLINE = 10;

interface Split {
  readonly lines: readonly string[];
  readonly cut: readonly boolean[];
}

/** Lines as latin1 text, so that every byte shows. */
function split(chunks: readonly Uint8Array[], maxBytes?: number): Split {
  const lines: string[] = [];
  const cut: boolean[] = [];
  const splitter = new LineSplitter((bytes, start, end, wasCut) => {
    lines.push(String.fromCharCode(...bytes.subarray(start, end)));
    cut.push(wasCut);
  }, maxBytes);
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { lines, cut };
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Cuts `whole` at the given places. */
function chunked(whole: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...[...cuts].map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b)];
  return places.map((from, i) => whole.slice(from, places[i + 1] ?? whole.length));
}

/** Bytes in which newlines and carriage returns are common. */
const logBytes = fc
  .array(fc.oneof(fc.constantFrom(NEWLINE, 13), fc.integer({ min: 0, max: 255 })), {
    maxLength: 200,
  })
  .map((all) => Uint8Array.from(all));

describe('LineSplitter', () => {
  it('hands out the same lines wherever the chunks are cut', () => {
    fc.assert(
      fc.property(logBytes, fc.array(fc.nat(), { maxLength: 20 }), (whole, cuts) => {
        expect(split(chunked(whole, cuts))).toEqual(split([whole]));
      }),
    );
  });

  it('cuts long lines at the same byte wherever the chunks are cut', () => {
    fc.assert(
      fc.property(
        logBytes,
        fc.array(fc.nat()),
        fc.integer({ min: 1, max: 9 }),
        (whole, cuts, max) => {
          expect(split(chunked(whole, cuts), max)).toEqual(split([whole], max));
        },
      ),
    );
  });

  it('hands out every byte between the newlines', () => {
    const line = fc.string({ unit: fc.constantFrom('a', ' ', '\u0000', '\u0085', '\u00ff') });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const whole = Uint8Array.from(lines.join('\n'), (char) => char.charCodeAt(0));
        expect(split([whole]).lines).toEqual(lines.at(-1) === '' ? lines.slice(0, -1) : lines);
      }),
    );
  });

  it('ends lines at newlines only, not at U+0085, U+2028 or a lone carriage return', () => {
    const { lines } = split([bytes('a\u0085b\u2028c\rd\ne')]);
    expect(lines).toHaveLength(2);
  });

  it('takes CRLF, and the double carriage returns of some consoles, as the end of a line', () => {
    expect(split([bytes('a\r\nb\r\r\nc')]).lines).toEqual(['a', 'b', 'c']);
  });

  it('hands out an empty line for each newline of a row', () => {
    expect(split([bytes('\n\na\n')]).lines).toEqual(['', '', 'a']);
  });

  it('hands out nothing for no bytes', () => {
    expect(split([]).lines).toEqual([]);
    expect(split([bytes('')]).lines).toEqual([]);
  });

  it('keeps only the beginning of a line that is too long, and says so', () => {
    expect(split([bytes('abcdef\ngh')], 4)).toEqual({ lines: ['abcd', 'gh'], cut: [true, false] });
    expect(split([bytes('abc'), bytes('def'), bytes('\ngh')], 4)).toEqual({
      lines: ['abcd', 'gh'],
      cut: [true, false],
    });
  });

  it('does not grow with a line that never ends', () => {
    const chunk = new Uint8Array(1 << 20).fill(65);
    const kept: number[] = [];
    const splitter = new LineSplitter((held) => kept.push(held.length));
    for (let i = 0; i < 10; i += 1) splitter.push(chunk);
    splitter.end();
    expect(kept).toEqual([65_536 + 1]); // The longest line, and the byte that ends it.
  });
});
