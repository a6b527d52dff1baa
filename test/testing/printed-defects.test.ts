import { describe, expect, it } from 'vitest';
import type { Violation } from '../../src/invariants/invariant.ts';
import { judge } from '../../src/invariants/judge.ts';
import type { Plan } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { readLog } from '../../src/recording/read.ts';
import { type Defect, LOG_KINDS, type LogKind, lawsOf } from '../../src/testing/index.ts';
import { inChunks } from '../recording/events.ts';
import { defectLog, PRINTS, plansFor, REASONS, TABLE } from './defect-logs.ts';

describe('a wrong kernel that is recorded', () => {
  it('stands in the table of the README, which says where it is caught and else why not', () => {
    expect(TABLE.get('defect')).toEqual(LOG_KINDS);
    const odd = PRINTS.filter(({ cell }) => cell !== 'caught' && !REASONS.has(cell));
    expect(odd).toEqual([]);
  });

  it.each(PRINTS)('$name: as the table says, and no other promise, $kind', async (print) => {
    const { defect, kind, cell } = print;
    const { breaks, alsoBreaks = [] } = defect;
    for (const plan of plansFor(defect)) {
      const { events, violations, whole } = await printed(kind, plan, defect);
      const accused = [...violations.keys()];
      expect(accused.filter((id) => id !== breaks && !alsoBreaks.includes(id))).toEqual([]);
      expect([plan.kernel, accused.includes(breaks)]).toEqual([plan.kernel, cell === 'caught']);
      expect([plan.kernel, whole.includes(breaks)]).toEqual([plan.kernel, false]);
      const wrong = simulated(plan, defect);
      const culprits = (wrong.violations.get(breaks) ?? []).map(({ seq }) => wrong.events[seq]);
      for (const { seq } of violations.get(breaks) ?? []) {
        expect(culprits.some((culprit) => isSame(culprit, events[seq]))).toBe(true);
      }
    }
  });
});

interface Judged {
  readonly events: readonly KernelEvent[];
  readonly violations: ReadonlyMap<string, readonly Violation[]>;
  /** The promises that hold, and of which nothing is unseen. */
  readonly whole: readonly string[];
}

async function printed(kind: LogKind, plan: Plan, defect: Defect): Promise<Judged> {
  const { events } = await readLog(inChunks(defectLog(kind, plan, defect), 64 * 1024));
  return judged(events, plan);
}

function simulated(plan: Plan, defect: Defect): Judged {
  return judged(simulate(plan, defect.plant(lawsOf(plan))), plan);
}

function judged(events: readonly KernelEvent[], { kernel }: Plan): Judged {
  const { invariants } = judge(events, { kernel });
  const broken = invariants.filter(({ verdict }) => verdict === 'violated');
  const whole = invariants.filter(({ verdict, unseen }) => verdict === 'holds' && unseen === null);
  return {
    events,
    violations: new Map(broken.map(({ id, violations }) => [id, violations])),
    whole: whole.map(({ id }) => id),
  };
}

/**
 * The same event in both tellings, as far as the log names what it is about. Of a setup that goes
 * through its list in the wrong order, a log may be able to tell a later step only; and of the
 * phases in which an operation exits, not all show.
 */
function isSame(simulated: KernelEvent | undefined, told: KernelEvent | undefined): boolean {
  if (simulated === undefined || told === undefined || simulated.type !== told.type) return false;
  const fields = ['name', 'ifindex', 'rc', 'kind'];
  if (told.type !== 'pernet.initialized') fields.push('ops');
  return fields.every((field) => {
    const [one, other] = [Reflect.get(simulated, field), Reflect.get(told, field)];
    return one === other || one === null || other === null;
  });
}
