import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduction } from '../../src/invariants/reduction.ts';

/** Answers each question of a reduction, and counts them. */
function reduced<T>(items: readonly T[], does: (left: readonly T[]) => boolean) {
  const search = reduction(items);
  let asked = 0;
  let step = search.next();
  while (step.done !== true) {
    asked += 1;
    step = search.next(does(step.value));
  }
  return { left: step.value, asked };
}

describe('a reduction', () => {
  it('leaves exactly what is needed, where that does not depend on the rest', () => {
    const numbers = fc.uniqueArray(fc.nat(), { maxLength: 60 });
    fc.assert(
      fc.property(numbers, fc.func(fc.boolean()), (items, isNeeded) => {
        const needed = items.filter((item) => isNeeded(item));
        const { left } = reduced(items, (some) => needed.every((item) => some.includes(item)));
        expect(left).toEqual(needed);
      }),
    );
  });

  it('leaves something that still does, but does no more without any one of its items', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 30 }), (items, sum) => {
        const enough = (some: readonly number[]) => some.reduce((a, b) => a + b, 0) >= sum;
        fc.pre(enough(items));
        const { left } = reduced(items, enough);
        expect(enough(left)).toBe(true);
        for (const at of left.keys()) expect(enough(left.toSpliced(at, 1))).toBe(false);
      }),
    );
  });

  it('tries again what was needed only for something that is gone by now', () => {
    const isOpened = (some: readonly string[]) => !some.includes(')') || some.includes('(');
    const { left } = reduced(
      ['(', 'x', ')', 'y'],
      (some) => some.includes('x') && some.includes('y') && isOpened(some),
    );
    expect(left).toEqual(['x', 'y']);
  });

  it('finds one needed item among a thousand in few questions', () => {
    const items = Array.from({ length: 1000 }, (_, at) => at);
    const { left, asked } = reduced(items, (some) => some.includes(700));
    expect(left).toEqual([700]);
    expect(asked).toBeLessThan(40);
  });
});
