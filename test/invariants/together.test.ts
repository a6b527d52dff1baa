import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PromiseJudgement } from '../../src/invariants/findings.ts';
import { judgeTogether } from '../../src/invariants/together.ts';

const verdict = fc.constantFrom('holds', 'violated', 'unknown');
const promise: fc.Arbitrary<PromiseJudgement> = fc
  .record({ id: fc.constantFrom('a', 'b', 'c'), verdict, number: fc.integer({ min: 1, max: 9 }) })
  .map(({ id, verdict, number }) => ({
    id,
    verdict,
    checked: verdict === 'unknown' ? 0 : number,
    violations: [],
    broken: verdict === 'violated' ? number : 0,
    reason: verdict === 'unknown' ? `${number} reasons` : null,
    unseen: verdict === 'holds' && number > 5 ? `part ${number}` : null,
  }));
const log = fc
  .uniqueArray(promise, { selector: ({ id }) => id })
  .map((invariants) => ({ invariants }));
const logs = fc.array(log, { minLength: 1, maxLength: 4 });

function strongestOf(verdicts: readonly unknown[]): string {
  return ['violated', 'holds'].find((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}

describe('logs of one boot, judged together', () => {
  it('break what any of them breaks, and keep what one keeps and none breaks', () => {
    fc.assert(
      fc.property(logs, (judgements) => {
        const joint = judgeTogether(judgements);
        const verdicts = joint.invariants.map(({ verdict }) => verdict);
        expect(joint.verdict).toBe(strongestOf(verdicts));
        for (const { id, verdict, decidedBy, reasons } of joint.invariants) {
          const told = judgements.map(
            ({ invariants }) => invariants.find((it) => it.id === id)?.verdict,
          );
          expect(verdict).toBe(strongestOf(told));
          expect(decidedBy).toEqual(told.flatMap((it, place) => (it === verdict ? [place] : [])));
          expect(reasons).toHaveLength(verdict === 'unknown' ? decidedBy.length : 0);
        }
      }),
    );
  });

  it('say the same in any order', () => {
    const sorted = (judgements: Parameters<typeof judgeTogether>[0]) => {
      const { verdict, invariants } = judgeTogether(judgements);
      const told = invariants.map(({ id, verdict, checked, broken }) =>
        [id, verdict, checked, broken].join(),
      );
      return [verdict, ...told.sort()];
    };
    fc.assert(
      fc.property(logs, (judgements) => {
        expect(sorted(judgements.toReversed())).toEqual(sorted(judgements));
      }),
    );
  });

  it('are one log where there is only one', () => {
    fc.assert(
      fc.property(log, (only) => {
        const { invariants } = judgeTogether([only]);
        const parts = ({ id, verdict, checked, broken }: (typeof invariants)[number]) => ({
          id,
          verdict,
          checked,
          broken,
        });
        expect(only.invariants).toMatchObject(invariants.map(parts));
      }),
    );
  });

  it('have seen a promise whole where one of those that show it kept has', () => {
    fc.assert(
      fc.property(logs, (judgements) => {
        for (const { id, verdict, unseen } of judgeTogether(judgements).invariants) {
          const parts = judgements.flatMap(({ invariants }) =>
            invariants.filter((it) => it.id === id && it.verdict === 'holds'),
          );
          const whole = parts.some((it) => it.unseen === null);
          const expected = verdict !== 'holds' || whole ? null : parts[0]?.unseen;
          expect(unseen).toBe(expected);
        }
      }),
    );
  });

  it('say which part none of them has seen', () => {
    const kept = (unseen: string | null): { invariants: readonly PromiseJudgement[] } => {
      const counts = { checked: 1, violations: [], broken: 0 };
      return { invariants: [{ id: 'a', verdict: 'holds', ...counts, reason: null, unseen }] };
    };
    const unseen = (...parts: readonly (string | null)[]) =>
      judgeTogether(parts.map(kept)).invariants[0]?.unseen;
    expect(unseen('one', 'two')).toBe('one');
    expect(unseen('one', null)).toBeNull();
    expect(unseen(null, null)).toBeNull();
  });

  it('tell why none of them knows', () => {
    const blind = (reason: string): { invariants: readonly PromiseJudgement[] } => ({
      invariants: [
        {
          id: 'a',
          verdict: 'unknown',
          checked: 0,
          violations: [],
          broken: 0,
          reason,
          unseen: null,
        },
      ],
    });
    expect(judgeTogether([blind('no devices'), blind('records lost at line 3')])).toEqual({
      verdict: 'unknown',
      invariants: [
        {
          id: 'a',
          verdict: 'unknown',
          checked: 0,
          broken: 0,
          decidedBy: [0, 1],
          reasons: ['no devices', 'records lost at line 3'],
          unseen: null,
        },
      ],
    });
  });
});
