import { describe, expect, it } from 'vitest';
import { FastName } from '../../src/recording/fast-name.ts';

function end(text: string): number {
  return new FastName(null).read(new TextEncoder().encode(`${text}:`), 0);
}

describe('a name read from bytes', () => {
  it('may be as long as an address and begin like one', () => {
    expect(end('alloc_netdev_mqs')).toBe(16);
  });

  it('is none where an address stands', () => {
    expect(end('ffffffffb399be20')).toBe(-1);
    expect(end('abcdefabcdefabcd')).toBe(-1);
  });
});
