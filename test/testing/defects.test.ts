import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/invariants/catalogue.ts';
import { fold } from '../../src/model/fold.ts';
import {
  arbitraryPlan,
  type Defect,
  defects,
  lawsOf,
  planOf,
  simulate,
  simulateDefect,
} from '../../src/testing/index.ts';

const named: readonly (readonly [string, Defect])[] = Object.entries(defects);

describe('the planted defects', () => {
  it('break every promise there is, and no other', () => {
    const promises = new Set(catalogue.map(({ id }) => id));
    const broken = new Set(named.map(([, { breaks }]) => breaks));
    expect([...broken].toSorted()).toEqual([...promises].toSorted());
    const more = named.flatMap(([, { alsoBreaks }]) => alsoBreaks ?? []);
    expect(more.filter((id) => !promises.has(id))).toEqual([]);
  });

  it.each(named)('%s: tells another history than the right kernel does', (_name, defect) => {
    expect(simulateDefect(defect)).not.toEqual(simulate(planOf(defect.plan)));
  });

  it.each(named)('%s: can be planted on any plan of any version', (_name, defect) => {
    fc.assert(
      fc.property(arbitraryPlan({ maxCommands: 10 }), (plan) => {
        const events = simulate(plan, defect.plant(lawsOf(plan)));
        expect(fold(events).events).toBe(events.length);
      }),
      { numRuns: 15 },
    );
  });
});
