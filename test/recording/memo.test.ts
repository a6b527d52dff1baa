import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoized } from '../../src/recording/memo.ts';

describe('memoized', () => {
  it('answers as the function itself does', () => {
    const length = (text: string) => (text.length % 3 === 0 ? null : text.length);
    const remembered = memoized(length);
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5 })), (texts) => {
        expect(texts.map(remembered)).toEqual(texts.map(length));
      }),
    );
  });

  it('asks once for a text, also where the answer is null', () => {
    const asked: string[] = [];
    const remembered = memoized((text) => {
      asked.push(text);
      return text === 'a' ? null : text;
    });
    for (const text of ['a', 'b', 'a', 'b', 'a']) remembered(text);
    expect(asked).toEqual(['a', 'b']);
  });

  it('keeps neither very long texts nor very many', () => {
    let asked = 0;
    const remembered = memoized((text) => {
      asked += 1;
      return text;
    });
    const long = 'x'.repeat(1000);
    remembered(long);
    remembered(long);
    expect(asked).toBe(2);
    for (let i = 0; i < 5000; i += 1) remembered(`${i}`);
    remembered('0');
    expect(asked).toBe(2 + 5000 + 1);
  });
});
