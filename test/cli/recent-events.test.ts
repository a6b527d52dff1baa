import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentEvents } from '../../src/cli/recent-events.ts';
import { catalogue } from '../../src/invariants/catalogue.ts';
import { type Case, Explainer } from '../../src/invariants/explainer.ts';
import { judge } from '../../src/invariants/judge.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { defects, simulateDefect } from '../../src/testing/defects/catalogue.ts';

const BROKEN = Object.values(defects).map((defect) => simulateDefect(defect));

function casesOf(events: readonly KernelEvent[]): readonly Case[] {
  const { invariants } = judge(events);
  return catalogue.flatMap((invariant) => {
    const violations = invariants.find(({ id }) => id === invariant.id)?.violations ?? [];
    return violations.map((violation) => ({ invariant, violation }));
  });
}

describe('recent events', () => {
  it('tell what was told of the whole recording, as far back as they reach', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BROKEN), fc.integer({ min: 1, max: 200 }), (events, least) => {
        const cases = casesOf(events);
        const whole = new Explainer(cases);
        const recent = new RecentEvents(least);
        for (const event of events) {
          whole.see(event);
          recent.keep([event]);
        }
        const told = new Map(recent.explain(cases).map((one) => [one.violation, one]));
        for (const { violation, scene, story } of whole.explanations) {
          const again = told.get(violation);
          if (events.length - violation.seq <= least) expect(again).toBeDefined();
          if (again === undefined) continue;
          expect(again.scene).toEqual(scene);
          expect(again.story).toEqual(story.slice(story.length - again.story.length));
        }
      }),
    );
  });

  it('are no more than twice as many as asked for, however many come by', () => {
    const [events = []] = BROKEN;
    const recent = new RecentEvents(10);
    recent.keep(events);
    const old = casesOf(events).map(({ invariant, violation }) => {
      return { invariant, violation: { ...violation, seq: events.length - 21 } };
    });
    expect(old.length).toBeGreaterThan(0);
    expect(recent.explain(old)).toEqual([]);
  });
});
