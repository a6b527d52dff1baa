import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invariantById } from '../../src/invariants/catalogue.ts';
import { ifindexUnique } from '../../src/invariants/ifindex.ts';
import type { Invariant } from '../../src/invariants/invariant.ts';
import { judge } from '../../src/invariants/judge.ts';
import { loopbackLast } from '../../src/invariants/loopback.ts';
import { type Minimized, minimize } from '../../src/invariants/minimize.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { defects, simulateDefect } from '../../src/testing/defects/catalogue.ts';
import type { Defect } from '../../src/testing/defects/defect.ts';
import { A, B, boot, born, given, listed, loUnlisted, unlisted } from './history.ts';

const planted = fc.constantFrom<Defect>(...Object.values(defects));

function brokenBy(defect: Defect): { readonly invariant: Invariant; readonly kernel: string } {
  const invariant = invariantById(defect.breaks);
  if (invariant === undefined) throw new Error(`no promise ${defect.breaks}`);
  return { invariant, kernel: defect.plan.kernel ?? '6.1' };
}

/** Whether a part of a history still shows the violation that it was reduced to. */
function stillBreaks(
  events: readonly KernelEvent[],
  { violation }: Minimized,
  { invariant, kernel }: ReturnType<typeof brokenBy>,
): boolean {
  const numbered = events.map((event, seq) => ({ ...event, seq }));
  const { invariants } = judge(numbered, { invariants: [invariant], kernel });
  return invariants
    .flatMap(({ violations }) => violations)
    .some(({ seq, silent, message }) => {
      const same = events[seq]?.seq === violation.seq && silent === violation.silent;
      return same && (!silent || message === violation.message);
    });
}

describe('minimize', () => {
  it('leaves the two departures of a loopback that did not go last, and what tells it is lo', () => {
    const events = given(
      ...boot,
      ...born(A),
      ...born(B),
      listed(A, 'd0', 2),
      listed(B, 'd1', 2),
      loUnlisted(A),
      unlisted(A, 'd0', 2),
      unlisted(B, 'd1', 2),
    );
    const left = minimize(events, loopbackLast)?.events;
    expect(left?.map(({ type, line }) => `${type} ${line}`)).toEqual([
      `netdev.registered ${events.length - 4}`,
      `netdev.unregistered ${events.length - 2}`,
      `netdev.unregistered ${events.length - 1}`,
    ]);
  });

  it('has nothing to do for a promise that is kept', () => {
    expect(minimize(given(...boot, ...born(A)), loopbackLast)).toBeNull();
  });

  it('trusts silence only where the violation is one of silence', () => {
    const [first, silent] = ['lo leaves first', 'a namespace has no lo'] as const;
    const reduce = (defect: Defect) => {
      const { invariant, kernel } = brokenBy(defect);
      return minimize(simulateDefect(defect), invariant, { kernel });
    };
    expect(reduce(defects[first])?.violation.silent).toBe(false);
    expect(reduce(defects[silent])?.violation.silent).toBe(true);
  });

  it('takes the violation that order proves before an earlier one of silence', () => {
    const twins = [listed(A, 'd0', 2), listed(A, 'd1', 2)];
    const events = given(unlisted(B, 'd9', 9), ...twins, listed(A, 'd2', 0));
    const result = minimize(events, ifindexUnique);
    expect(result?.violation.seq).toBe(3);
    expect(result?.judged).toBeGreaterThan(0);
  });

  it('keeps the violation and every event it needs, and no other', () => {
    fc.assert(
      fc.property(planted, (defect) => {
        const events = simulateDefect(defect);
        const broken = brokenBy(defect);
        const result = minimize(events, broken.invariant, { kernel: broken.kernel });
        if (result === null) throw new Error('the violation is gone');
        expect(stillBreaks(result.events, result, broken)).toBe(true);
        for (const index of result.events.keys()) {
          const fewer = result.events.toSpliced(index, 1);
          expect(stillBreaks(fewer, result, broken)).toBe(false);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('returns events of the recording as they are, in their order', () => {
    fc.assert(
      fc.property(planted, (defect) => {
        const events = simulateDefect(defect);
        const { invariant, kernel } = brokenBy(defect);
        const left = minimize(events, invariant, { kernel })?.events ?? [];
        expect(events.filter((event) => left.includes(event))).toEqual(left);
      }),
      { numRuns: 15 },
    );
  });
});
