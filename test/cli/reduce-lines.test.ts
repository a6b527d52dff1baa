import { describe, expect, it } from 'vitest';
import { joined, linesOf } from '../../src/cli/log-lines.ts';
import { reduceLines } from '../../src/cli/reduce-lines.ts';
import { invariantById } from '../../src/invariants/catalogue.ts';
import type { Invariant, Violation } from '../../src/invariants/invariant.ts';
import { judge } from '../../src/invariants/judge.ts';
import { minimize } from '../../src/invariants/minimize.ts';
import { readLog } from '../../src/recording/read.ts';
import { inChunks } from '../recording/events.ts';
import { defectLog, PRINTS, plansFor } from '../testing/defect-logs.ts';

const CAUGHT = PRINTS.filter(({ cell }) => cell === 'caught');

describe('the lines of a log that are left', () => {
  it.each(CAUGHT)(
    'break the promise, and without any one of them do not: $name, $kind',
    async ({ kind, defect }) => {
      const [plan] = plansFor(defect);
      const invariant = invariantById(defect.breaks);
      if (plan === undefined || invariant === undefined) throw new Error('no plan, no promise');
      const { kernel } = plan;
      const lines = linesOf([defectLog(kind, plan, defect)]);
      const found = minimize(await eventsOf(lines), invariant, { kernel });
      if (found === null) throw new Error(`nothing breaks ${invariant.id}`);
      const search = { lines, invariant, found, reading: {}, judging: { kernel } };
      const { lines: left } = await reduceLines(search);
      expect(await tells(left, found.violation, invariant, kernel)).toBe(true);
      for (const index of left.keys()) {
        const fewer = left.toSpliced(index, 1);
        expect(await tells(fewer, found.violation, invariant, kernel)).toBe(false);
      }
    },
  );
});

/** Whether a log tells of a violation: by order any, by silence one in these words. */
async function tells(
  lines: readonly Uint8Array[],
  { silent, message }: Violation,
  invariant: Invariant,
  kernel: string,
): Promise<boolean> {
  const { invariants } = judge(await eventsOf(lines), { invariants: [invariant], kernel });
  return invariants
    .flatMap(({ violations }) => violations)
    .some((violation) => violation.silent === silent && (!silent || violation.message === message));
}

/** The events of a log; none where it is too little to be one. */
async function eventsOf(lines: readonly Uint8Array[]) {
  const log = joined(lines);
  return log.length === 0 ? [] : (await readLog(inChunks(log, 64 * 1024))).events;
}
