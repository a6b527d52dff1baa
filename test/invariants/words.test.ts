import { describe, expect, it } from 'vitest';
import { deviceWords, listWords, netWords } from '../../src/invariants/words.ts';
import { devId, INIT_NET, netId } from '../../src/model/ids.ts';

describe('what messages call', () => {
  it('a namespace: by its number, the first one by its name', () => {
    expect([INIT_NET, netId('4026532193'), null].map(netWords)).toEqual([
      'init_net',
      'net 4026532193',
      'a namespace',
    ]);
  });

  it('a device: by what the log shows of it', () => {
    const d0 = { dev: devId('0xd0'), name: 'd0', ifindex: 4 };
    expect(deviceWords(d0)).toBe('d0 (ifindex 4)');
    expect(deviceWords({ ...d0, ifindex: null })).toBe('d0');
    expect(deviceWords({ ...d0, name: null })).toBe('0xd0 (ifindex 4)');
    expect(deviceWords({ dev: null, name: null, ifindex: null })).toBe('a device');
  });

  it('several things: four of them, and how many more there are', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect([0, 1, 2, 4, 5, 6].map((count) => listWords(all.slice(0, count)))).toEqual([
      'none',
      'a',
      'a and b',
      'a, b, c and d',
      'a, b, c, d and 1 more',
      'a, b, c, d and 2 more',
    ]);
  });
});
