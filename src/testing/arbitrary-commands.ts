import * as fc from 'fast-check';
import type { Command } from '../kernel/plan.ts';
import { Belief } from './belief.ts';
import { actionOf, type Picks, type Wish } from './wish.ts';

/**
 * How often what is wished for: namespaces and links above all, of all kinds; what changes them
 * often; trouble now and then. `npm exec vitest test/testing/statistics` shows what comes of it.
 */
const WEIGHTS: Readonly<Record<Wish, number>> = {
  'netns.add': 10,
  'link.add': 12,
  'netns.del': 6,
  'link.del': 3,
  'link.move': 6,
  'link.rename': 4,
  'veth.add': 5,
  'stacked.add': 3,
  'nic.add': 3,
  'module.load': 3,
  'module.unload': 1,
  'link.up': 1,
  'link.altname': 1,
  'link.hold': 3,
  'netns.limit': 1,
  kill: 1,
  sleep: 1,
  ping: 1,
};

/**
 * Commands that mostly find what they work on: what each one wants is drawn first, what it does
 * that to is looked up in what the commands before it should have made. Taking a command away
 * leaves the others meaningful, so that lists shrink to the few commands that matter.
 */
export function arbitraryCommands(max: number): fc.Arbitrary<readonly Command[]> {
  const furniture = fc.array(wanted(fc.constantFrom('netns.add', 'link.add')), { maxLength: 4 });
  const life = fc.array(wanted(arbitraryWish()), { maxLength: max, size: 'max' });
  return fc.tuple(furniture, life).map(([before, after]) => {
    const belief = new Belief();
    return [...before, ...after].slice(0, max).map(({ wish, picks, by }, index): Command => {
      const action = actionOf(wish, picks, belief);
      // Who holds a link does nothing else meanwhile.
      if (action.do === 'link.hold') return { ...action, by: `holder${index}` };
      return by === null ? action : { ...action, by };
    });
  });
}

interface Wanted {
  readonly wish: Wish;
  readonly picks: Picks;
  readonly by: string | null;
}

function wanted(wish: fc.Arbitrary<Wish>): fc.Arbitrary<Wanted> {
  const number = fc.nat({ max: 23 });
  return fc.record({
    wish,
    picks: fc.tuple(number, number, number, number),
    by: fc.oneof(
      { arbitrary: fc.constant(null), weight: 2 },
      { arbitrary: fc.constantFrom('other', 'third'), weight: 1 },
    ),
  });
}

function arbitraryWish(): fc.Arbitrary<Wish> {
  return fc.oneof({ withCrossShrink: true }, ...weighted());
}

function weighted(): readonly fc.WeightedArbitrary<Wish>[] {
  const isWish = (name: string): name is Wish => name in WEIGHTS;
  return Object.keys(WEIGHTS)
    .filter(isWish)
    .map((wish) => ({ arbitrary: fc.constant(wish), weight: WEIGHTS[wish] }));
}
