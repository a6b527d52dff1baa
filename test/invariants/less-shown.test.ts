import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { arbitraryPlan } from '../../src/testing/arbitrary-plan.ts';
import { type Defect, defects, simulateDefect } from '../../src/testing/index.ts';
import { untold } from './told.ts';

const planted: readonly (readonly [string, Defect])[] = Object.entries(defects);

/** What a log may leave out of an event and still show the event. */
const HIDDEN = ['dev', 'net', 'name', 'ifindex', 'ops', 'from', 'to', 'fromIfindex', 'rc', 'kind'];
/** The types whose events are nothing without one of these. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  'pernet.registered': ['kind'],
  'net.setup': ['net'],
  'net.ready': ['net'],
  'net.dying': ['net'],
  'netdev.waiting': ['name'],
  'initcall.started': ['name'],
  'initcall.returned': ['name'],
};

/** The events as a log tells them that does not show some fields of some of them. */
function without(
  events: readonly KernelEvent[],
  hides: (field: string) => boolean,
): readonly KernelEvent[] {
  return events.map((event, seq) => {
    const fields = HIDDEN.filter(
      (field) => field in event && KEPT[event.type]?.includes(field) !== true && hides(field),
    );
    const hidden = Object.fromEntries(fields.map((field) => [field, null]));
    return { ...event, ...hidden, seq, line: seq + 1, evidence: 'observed' };
  });
}

/** Yes to one question in so many, in no order. */
function oneIn(many: number, seed: number): () => boolean {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state < 2 ** 32 / many;
  };
}

function accusations(events: readonly KernelEvent[], kernel: string): readonly string[] {
  return judge(events, { kernel }).invariants.flatMap(({ id, violations }) =>
    violations.map(({ message }) => `${id}: ${message}`),
  );
}

describe('a correct kernel', () => {
  it.each(HIDDEN)('is not accused because its log never shows %s', (field) => {
    fc.assert(
      fc.property(arbitraryPlan({ maxCommands: 10 }), (plan) => {
        const told = without(simulate(plan), (hidden) => hidden === field);
        expect(accusations(told, plan.kernel)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('is not accused because its log does not show some fields of some events', () => {
    const many = fc.constantFrom(2, 4, 10, 50);
    fc.assert(
      fc.property(arbitraryPlan({ maxCommands: 12 }), many, fc.nat(), (plan, few, seed) => {
        const told = without(simulate(plan), oneIn(few, seed));
        expect(accusations(told, plan.kernel)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a broken promise', () => {
  it.each(planted)('is told with the events it speaks of: %s', (_name, defect) => {
    const { kernel = '6.1' } = defect.plan;
    const events = simulateDefect(defect);
    const { invariants } = judge(events, { kernel });
    expect(invariants.flatMap((promise) => untold(promise, events))).toEqual([]);
  });
});
