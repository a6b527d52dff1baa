import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Reboots } from '../../../src/recording/interpret/reboots.ts';

const NET_DEV_INIT = 'net_dev_init';

/** Initcalls with their times: which of them begin another boot. */
function begun(...initcalls: readonly (readonly [name: string, at: number | null])[]) {
  const reboots = new Reboots();
  return initcalls.map(([name, at]) => reboots.begin(name, at));
}

describe('a second boot in a log that no line tells of', () => {
  it('begins where the first initcall comes again at an earlier time, however often', () => {
    const names = fc.shuffledSubarray(['a', 'b', 'c', NET_DEV_INIT], { minLength: 1 });
    // How far the clock of each boot begins before the end of the one before.
    const boots = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(names, boots, (order, steps) => {
        const reboots = new Reboots();
        let clock = 1_000;
        for (const [boot, step] of steps.entries()) {
          clock -= step;
          const told = order.map((name) => {
            clock += 1;
            return reboots.begin(name, clock - 1);
          });
          clock -= 1;
          expect(told).toEqual(order.map((_, index) => boot > 0 && index === 0));
        }
      }),
    );
  });

  it('begins where net_dev_init comes again at an earlier time, though it was not the first', () => {
    expect(begun(['a', 1], [NET_DEV_INIT, 9], [NET_DEV_INIT, 8])).toEqual([false, false, true]);
  });

  it('does not begin with any other initcall, nor at the same time or without one', () => {
    expect(begun(['a', 5], ['b', 6], ['b', 5])).toEqual([false, false, false]);
    expect(begun(['a', 5], ['a', 5])).toEqual([false, false]);
    expect(begun(['a', 5], ['a', null])).toEqual([false, false]);
    expect(begun(['a', null], ['a', -5])).toEqual([false, false]);
    expect(begun(['a', 5], [NET_DEV_INIT, 4])).toEqual([false, false]);
    expect(begun(['a', 1], [NET_DEV_INIT, 9], ['b', 8])).toEqual([false, false, false]);
  });

  it('is seen across an initcall without a time', () => {
    expect(begun(['a', 5], ['b', null], ['a', 4])).toEqual([false, false, true]);
  });

  it('is not told once more where a line told of it', () => {
    const reboots = new Reboots();
    reboots.begin(NET_DEV_INIT, 20);
    reboots.forget();
    expect(reboots.begin(NET_DEV_INIT, 10)).toBe(false);
    reboots.forget();
    expect([reboots.begin('a', 5), reboots.begin(NET_DEV_INIT, 4)]).toEqual([false, false]);
  });
});
