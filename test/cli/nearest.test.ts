import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/cli/nearest.ts';

const IDS = ['loopback-first', 'loopback-last', 'boot-order'];

describe('what may have been meant', () => {
  it.each([
    ['loopback-frist', 'loopback-first'],
    ['LOOPBACK-LAST', 'loopback-last'],
    ['bootorder', 'boot-order'],
  ])('by %s is %s', (word, id) => {
    expect(nearest(word, IDS)).toBe(id);
  });

  it('is nothing where nothing is like it', () => {
    expect(nearest('xyz', IDS)).toBeNull();
  });

  it('is the word itself where it exists', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z-]+$/), { minLength: 1 }), (words) => {
        for (const word of words) expect(nearest(word, words)).toBe(word);
      }),
    );
  });
});
