import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Key, KeyDecoder } from '../../../src/cli/stepper/keys.ts';

/** The keys of some input that comes in pieces. */
function keysOf(...pieces: readonly string[]): readonly Key[] {
  const decoder = new KeyDecoder();
  return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.pause()];
}

describe('keys', () => {
  it.each([
    ['\x1b[C', 'right'],
    ['\x1bOC', 'right'],
    ['\x1b[1;5D', 'left'],
    ['\x1b[5~', 'page-up'],
    ['\x1b[6;2~', 'page-down'],
    ['\x1b[H', 'home'],
    ['\x1b[1~', 'home'],
    ['\x1b[7~', 'home'],
    ['\x1bOF', 'end'],
    ['\x1b[4~', 'end'],
    ['\r', 'enter'],
    ['\x7f', 'backspace'],
    ['\x03', 'interrupt'],
  ])('read %j as %s', (characters, name) => {
    expect(keysOf(characters)).toEqual([name]);
  });

  it('are letters of any script', () => {
    expect(keysOf('qé字😀')).toEqual(['q', 'é', '字', '😀'].map((text) => ({ text })));
  });

  it('do not depend on how the input is cut', () => {
    const sequence = fc.constantFrom(
      '\x1b[C',
      '\x1bOD',
      '\x1b[5~',
      '\x1b[1;5H',
      'q',
      '/',
      '\r',
      'é',
    );
    fc.assert(
      fc.property(
        fc.array(sequence),
        fc.infiniteStream(fc.integer({ min: 1, max: 3 })),
        (some, cuts) => {
          const text = some.join('');
          const pieces: string[] = [];
          for (let at = 0; at < text.length; at += pieces.at(-1)?.length ?? 1) {
            pieces.push(text.slice(at, at + (cuts.next().value ?? 1)));
          }
          expect(keysOf(...pieces)).toEqual(keysOf(text));
        },
      ),
    );
  });

  it('take a lone ESC for the escape key only when nothing follows', () => {
    const decoder = new KeyDecoder();
    expect(decoder.push('\x1b')).toEqual([]);
    expect(decoder.isWaiting).toBe(true);
    expect(decoder.pause()).toEqual(['escape']);
    expect(decoder.isWaiting).toBe(false);
    expect(decoder.pause()).toEqual([]);
  });

  it('ignore what nobody needs: function keys, mouse reports, control characters', () => {
    expect(keysOf('\x1b[15~\x1b[20~\x1bOP\x1b[<0;1;1M\x01q')).toEqual([{ text: 'q' }]);
  });

  it('survive any input', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (pieces) => {
        for (const key of keysOf(...pieces)) {
          expect(typeof key === 'string' || (key.text.length > 0 && key.text >= ' ')).toBe(true);
        }
      }),
    );
  });
});
