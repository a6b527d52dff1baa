import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteInterner } from '../../src/recording/byte-interner.ts';
import { textOf } from '../../src/recording/text.ts';

describe('ByteInterner', () => {
  it('says what the bytes say, whatever it read before', () => {
    const names = new ByteInterner();
    const few = fc.array(fc.constantFrom(97, 98, 0, 0x7f, 0xc3, 0xa9, 0xff), { maxLength: 80 });
    fc.assert(
      fc.property(few, fc.nat(3), (values, skipped) => {
        const bytes = Uint8Array.from(values);
        const start = Math.min(skipped, bytes.length);
        expect(names.of(bytes, start, bytes.length)).toBe(textOf(bytes, start, bytes.length));
      }),
      { numRuns: 2000 },
    );
  });

  it('tells texts apart that fall on one place', () => {
    // "Aa" and "BB" have the same hash.
    const names = new ByteInterner();
    const read = (text: string) => names.of(new TextEncoder().encode(text), 0, text.length);
    expect(['Aa', 'BB', 'Aa', 'AaBB', 'BBAa'].map(read)).toEqual([
      'Aa',
      'BB',
      'Aa',
      'AaBB',
      'BBAa',
    ]);
  });
});
