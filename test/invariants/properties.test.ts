import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../src/invariants/judge.ts';
import { judge } from '../../src/invariants/judge.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import type { EventOf, KernelEvent } from '../../src/model/events.ts';
import { arbitraryPlan } from '../../src/testing/arbitrary-plan.ts';
import { defects, simulateDefect } from '../../src/testing/defects/catalogue.ts';
import type { Defect } from '../../src/testing/defects/defect.ts';

const plans = arbitraryPlan({ maxCommands: 12 });
const planted = fc.constantFrom<Defect>(...Object.values(defects));

/** Which events to lose: whether one goes is decided by these, over and over. */
const losses = fc.array(fc.boolean(), { minLength: 1, maxLength: 60 });

/** One loss among a hundred events, or ninety. */
const rareOrCommon = fc.oneof(
  losses,
  fc.array(
    fc.integer({ min: 0, max: 99 }).map((n) => n === 0),
    { minLength: 100, maxLength: 200 },
  ),
);

function lost(pattern: readonly boolean[], index: number): boolean {
  return pattern[index % pattern.length] ?? false;
}

/** The events as if they had been recorded: nothing tells that others are gone. */
function recorded(events: readonly KernelEvent[]): readonly KernelEvent[] {
  return events.map((event, seq) => ({ ...event, seq, line: seq + 1, evidence: 'observed' }));
}

/** Each run of lost events becomes one gap. */
function withGaps(events: readonly KernelEvent[], pattern: readonly boolean[]): KernelEvent[] {
  const left: KernelEvent[] = [];
  for (const [index, event] of events.entries()) {
    const seq = left.length;
    if (!lost(pattern, index)) left.push({ ...event, seq });
    else if (left.at(-1)?.type !== 'recording.gap') left.push(gapAt(seq, event));
  }
  return left;
}

function gapAt(seq: number, { at, cpu }: KernelEvent): EventOf<'recording.gap'> {
  const evidence = 'observed';
  return { type: 'recording.gap', seq, at, cpu, task: null, evidence, line: null, lost: null };
}

function verdicts({ invariants }: Judgement): ReadonlyMap<string, string> {
  return new Map(invariants.map(({ id, verdict }) => [id, verdict]));
}

function accusations({ invariants }: Judgement): readonly string[] {
  return invariants.flatMap(({ id, violations }) =>
    violations.map(({ message }) => `${id}: ${message}`),
  );
}

describe('a correct kernel', () => {
  it('is never accused, whatever it goes through', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const events = simulate(plan);
        for (const history of [events, recorded(events)]) {
          expect(accusations(judge(history, { kernel: plan.kernel }))).toEqual([]);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('is never accused when full buffers drop all that comes later, without a trace', () => {
    fc.assert(
      fc.property(plans, fc.array(fc.double({ min: 0.1, max: 1, noNaN: true })), (plan, ends) => {
        const events = simulate(plan);
        const left = events.filter(
          ({ cpu }, index) => index < events.length * (ends[cpu ?? 0] ?? 1),
        );
        expect(accusations(judge(recorded(left), { kernel: plan.kernel }))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('is accused by silence only, when any of its events are lost without a trace', () => {
    fc.assert(
      fc.property(plans, rareOrCommon, (plan, pattern) => {
        const left = simulate(plan).filter((_, index) => !lost(pattern, index));
        const { invariants } = judge(recorded(left), { kernel: plan.kernel });
        const loud = invariants.flatMap(({ violations }) => violations.filter((v) => !v.silent));
        expect(loud).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('is never accused when a stretch of it is missing, marked or filtered away', () => {
    fc.assert(
      fc.property(plans, rareOrCommon, (plan, pattern) => {
        const events = simulate(plan);
        const filtered = events.filter((_, index) => !lost(pattern, index));
        expect(accusations(judge(withGaps(events, pattern), { kernel: plan.kernel }))).toEqual([]);
        expect(accusations(judge(filtered, { kernel: plan.kernel }))).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('is never accused from any point of its life on', () => {
    fc.assert(
      fc.property(plans, fc.nat(), (plan, point) => {
        const events = simulate(plan);
        const tail = events.slice(point % events.length);
        for (const history of [tail, recorded(tail)]) {
          expect(accusations(judge(history, { kernel: plan.kernel }))).toEqual([]);
        }
      }),
      { numRuns: 80 },
    );
  });
});

describe('a gap', () => {
  it('turns no verdict into its opposite, on right and wrong kernels', () => {
    const histories = fc.oneof(
      plans.map((plan) => ({ events: simulate(plan), kernel: plan.kernel as string })),
      planted.map((defect) => ({
        events: simulateDefect(defect),
        kernel: (defect.plan.kernel ?? '6.1') as string,
      })),
    );
    fc.assert(
      fc.property(histories, rareOrCommon, ({ events, kernel }, pattern) => {
        const whole = verdicts(judge(events, { kernel }));
        const gappy = withGaps(events, pattern);
        fc.pre(gappy.some(({ type }) => type === 'recording.gap'));
        for (const [id, verdict] of verdicts(judge(gappy, { kernel }))) {
          const before = whole.get(id);
          if (verdict === 'holds') expect(`${id} ${before}`).not.toBe(`${id} violated`);
          if (verdict === 'violated') expect(`${id} ${before}`).toBe(`${id} violated`);
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe('inference', () => {
  it('proves nothing: with all events inferred nothing holds and nothing is violated', () => {
    fc.assert(
      fc.property(planted, (defect) => {
        const events = simulateDefect(defect).map(
          (event): KernelEvent => ({ ...event, evidence: 'inferred' }),
        );
        expect(new Set(verdicts(judge(events)).values())).toEqual(new Set(['unknown']));
      }),
      { numRuns: 30 },
    );
  });

  it('changes no verdict by adding inferred events to what was observed', () => {
    fc.assert(
      fc.property(plans, losses, (plan, pattern) => {
        const events = simulate(plan).map(
          (event, index): KernelEvent =>
            lost(pattern, index)
              ? { ...event, evidence: 'inferred' }
              : { ...event, evidence: 'observed' },
        );
        const observed = events.filter(({ evidence }) => evidence === 'observed');
        const alone = observed.map((event, seq) => ({ ...event, seq }));
        const options = { kernel: plan.kernel };
        expect(verdicts(judge(events, options))).toEqual(verdicts(judge(alone, options)));
      }),
      { numRuns: 60 },
    );
  });
});
