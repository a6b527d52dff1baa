import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/recording/formats.ts';
import { decode } from './observe.ts';

describe('FORMATS', () => {
  it('names each format once, in lower case', () => {
    const names = FORMATS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  });

  it('has a decoder for every log, which accounts for a line it does not know', () => {
    for (const { name } of FORMATS) {
      if (name !== 'jsonl') expect(decode(name, '%%%\n').lines.total).toBe(1);
    }
  });
});
