import { describe, expect, it } from 'vitest';
import { turnsBack } from '../../src/invariants/turns-back.ts';
import { given } from './history.ts';

/** Whether the clock turns back between two events with these stamps. */
function between(first: number | null, second: number | null): boolean {
  const told = { type: 'bootphase.ended' } as const;
  const [before, after] = given({ ...told, at: first }, { ...told, at: second });
  if (before === undefined || after === undefined) throw new Error('two events were given');
  return turnsBack(before, after);
}

describe('the clock', () => {
  it('turns back where a later event has an earlier stamp', () => {
    expect(between(2, 1)).toBe(true);
    expect(between(1, 2)).toBe(false);
    expect(between(1, 1)).toBe(false);
  });

  it('is not said to where an event has no stamp', () => {
    expect(between(-1, null)).toBe(false);
    expect(between(1, null)).toBe(false);
    expect(between(null, -1)).toBe(false);
  });
});
