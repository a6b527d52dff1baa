import { describe, expect, it } from 'vitest';
import { holdersInWords } from '../../src/model/holders.ts';
import { pidOf } from '../../src/model/pid.ts';
import { given } from './given.ts';

const WAITS = { type: 'netdev.waiting', name: 'lo', refs: 3 } as const;
const DST = { symbol: 'dst_init', count: 2 };
const INET = { symbol: 'ipv6_add_dev', count: 1 };

describe('who holds a device', () => {
  it('is told in words, with how often where that is more than once', () => {
    expect(holdersInWords([DST, INET])).toBe('dst_init (2), ipv6_add_dev');
    expect(holdersInWords([{ symbol: null, count: 1 }])).toBe('unknown');
  });

  it('is known of a device that is waited for as the last warning says, if it says anything', () => {
    const first = { ...WAITS, holders: [DST] };
    const waiting = (...told: readonly (typeof WAITS | typeof first)[]) =>
      given(...told).waiting.get('lo')?.holders;
    expect(waiting(WAITS)).toBeUndefined();
    expect(waiting(first)).toBe('dst_init (2)');
    expect(waiting(WAITS, first)).toBe('dst_init (2)');
    expect(waiting(first, WAITS)).toBe('dst_init (2)');
    expect(waiting(first, { ...WAITS, holders: [{ ...DST, count: 1 }] })).toBe('dst_init');
  });
});

describe('the pid of a task', () => {
  it('stands behind the last dash', () => {
    expect(pidOf('kworker/u8:0-netns-12')).toBe('12');
    expect(pidOf('12')).toBe('12');
    expect(pidOf(null)).toBe(null);
  });
});
