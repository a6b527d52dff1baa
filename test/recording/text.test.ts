import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/recording/text.ts';

function read(...bytes: readonly number[]): string {
  return textOf(Uint8Array.from(bytes), 0, bytes.length);
}

/** The bytes a text stands for: the inverse the doc comment promises. */
function write(text: string): number[] {
  return [...text].flatMap((char) => {
    const code = char.charCodeAt(0);
    return char.length === 1 && code >= 0xdc80 && code <= 0xdcff
      ? [code - 0xdc00]
      : [...new TextEncoder().encode(char)];
  });
}

describe('textOf', () => {
  it('reads UTF-8 as it is, a replacement character included', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...'a \u0000\u0085é\u07FF\u0800€\u2028\uFFFD😀\u{10FFFF}'),
        }),
        (text) => {
          expect(read(...new TextEncoder().encode(text))).toBe(text);
        },
      ),
    );
    expect(read(0xef, 0xbf, 0xbd)).toBe('\uFFFD');
  });

  it('loses no byte of anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(write(textOf(bytes, 0, bytes.length))).toEqual([...bytes]);
      }),
    );
  });

  it.each([
    ['an overlong form', [0xc0, 0xaf]],
    ['an overlong form of three bytes', [0xe0, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['what lies above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a sequence that is cut', [0xe2, 0x82]],
    ['a lone continuation', [0x80]],
  ])('keeps the bytes of %s apart', (_, bytes) => {
    expect(read(...bytes)).toBe(String.fromCharCode(...bytes.map((byte) => 0xdc00 + byte)));
  });

  it('survives JSON, so that events carry hostile names losslessly', () => {
    const name = read(0x61, 0xff, 0x62);
    expect(JSON.parse(JSON.stringify(name))).toBe(name);
  });
});
