import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { type Exploration, type ExploreOptions, explore } from '../../src/kernel/explore.ts';
import { lawsOf } from '../../src/kernel/laws.ts';
import type { Plan } from '../../src/kernel/plan.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { defects } from '../../src/testing/index.ts';

function explored(options: ExploreOptions): Exploration {
  const exploration = explore(options);
  for (;;) {
    const step = exploration.next();
    if (step.done === true) return step.value;
  }
}

/** The first promise that the judge finds broken. */
function brokenPromise(events: readonly KernelEvent[], { kernel }: Plan): string | null {
  const { invariants } = judge(events, { kernel });
  return invariants.find(({ verdict }) => verdict === 'violated')?.id ?? null;
}

describe('explore', () => {
  it.each(['5.17', '6.18'] as const)(
    'finds every promise kept in all short histories of %s',
    (kernel) => {
      const { histories, states, depth, wrong } = explored({
        depth: 2,
        plan: { kernel },
        check: brokenPromise,
      });
      expect(wrong).toEqual([]);
      expect(depth).toBe(2);
      expect(states).toBeGreaterThan(20);
      expect(histories).toBeGreaterThan(400);
    },
  );

  it('finds the shortest history on which a wrong kernel shows', () => {
    const { wrong } = explored({
      depth: 3,
      faults: 0,
      laws: (plan) => defects['lo leaves first'].plant(lawsOf(plan)),
      check: brokenPromise,
    });
    expect(wrong[0]?.plan.commands.map((command) => command.do)).toEqual([
      'netns.add',
      'link.add',
      'netns.del',
    ]);
    expect(wrong[0]?.why).toBe('loopback-last');
  });

  it('finds what only an interruption brings about', () => {
    const overlapping = (events: readonly KernelEvent[]): string | null => {
      const open = new Set<string>();
      for (const event of events) {
        if (event.type === 'net.ready' || event.type === 'net.failed') open.delete(event.net ?? '');
        if (event.type !== 'net.setup') continue;
        if (open.size > 0) return 'two setups at once';
        open.add(event.net);
      }
      return null;
    };
    const options = { depth: 2, faults: 0, check: overlapping } as const;
    expect(explored(options).wrong).toEqual([]);
    expect(explored({ ...options, interleaved: true }).wrong.length).toBeGreaterThan(0);
  });

  it('does not continue from a state it has been in, and tells how far it is', () => {
    const actions = [
      { do: 'netns.limit', limit: 1 },
      { do: 'netns.limit', limit: 2 },
    ] as const;
    const exploration = explore({ depth: 5, actions, check: () => null });
    const depths: number[] = [];
    for (const { depth } of exploration) depths.push(depth);
    // Three states: no limit yet, 1 and 2. Each is continued from once, by both actions.
    expect(depths).toEqual([0, 1, 1]);
    expect(explored({ depth: 5, actions, check: () => null })).toEqual({
      histories: 7,
      states: 3,
      depth: 5,
      wrong: [],
    });
  });
});
