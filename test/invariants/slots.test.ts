import { describe, expect, it } from 'vitest';
import { Slots } from '../../src/invariants/slots.ts';

describe('slots', () => {
  it('are different for all who have one, and few', () => {
    const slots = new Slots();
    const taken = [slots.take(), slots.take(), slots.take()];
    expect(taken).toEqual([0, 1, 2]);
    slots.give(1);
    expect([slots.take(), slots.take()]).toEqual([1, 3]);
  });

  it('are all free again when they are cleared', () => {
    const slots = new Slots();
    slots.take();
    slots.give(slots.take());
    slots.clear();
    expect([slots.take(), slots.take()]).toEqual([0, 1]);
  });
});
