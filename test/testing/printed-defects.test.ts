import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Violation } from '../../src/invariants/invariant.ts';
import { judge } from '../../src/invariants/judge.ts';
import type { Command, Plan } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { readLog } from '../../src/recording/read.ts';
import {
  type Defect,
  defects,
  LOG_KINDS,
  type LogKind,
  lawsOf,
  planOf,
  printLog,
} from '../../src/testing/index.ts';
import { inChunks } from '../recording/events.ts';

/** Life goes on afterwards: that something is missing shows by what else is there. */
const AFTERWARDS: readonly Command[] = [
  { do: 'netns.add', net: 'y' },
  { do: 'netns.add', net: 'z' },
  { do: 'link.add', kind: 'dummy', net: 'y', name: 'dy' },
  { do: 'link.add', kind: 'dummy', net: 'z', name: 'dz' },
  { do: 'netns.del', nets: ['y'] },
  { do: 'netns.del', nets: ['z'] },
  { do: 'netns.add', net: 'y' },
  { do: 'netns.del', nets: ['y'] },
  { do: 'module.load', module: '8021q' },
  { do: 'module.unload', module: '8021q' },
];

const README = readFileSync(new URL('../invariants/README.md', import.meta.url), 'utf8');

/** Lines of the table in the README: `| lo leaves first | a | a | caught | d |`. */
const TABLE: ReadonlyMap<string, readonly string[]> = new Map(
  README.split('\n')
    .filter((line) => /^\| .* \|$/.test(line))
    .map((line) => line.slice(2, -2).split(' | '))
    .map(([name = '', ...cells]) => [name, cells]),
);

/** Why a log of some kind cannot show a defect: `- **a** …` */
const REASONS = new Set([...README.matchAll(/^- \*\*(\w)\*\* /gm)].map(([, letter]) => letter));

/** Reasons for which a log of a wrong kernel looks like one of a right kernel. */
const MISTAKEN = new Set(['f', 'g']);

const PRINTS = Object.entries(defects).flatMap(([name, defect]) =>
  LOG_KINDS.map((kind, column) => {
    const cell = TABLE.get(name)?.[column] ?? 'not in the table';
    return { name, kind, defect: defect as Defect, cell };
  }),
);

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
      expect([plan.kernel, whole.includes(breaks)]).toEqual([plan.kernel, MISTAKEN.has(cell)]);
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

/** The oldest kernel, the one most plans are for, and the newest; or the one that is concerned. */
function plansFor({ plan }: Defect): readonly Plan[] {
  const kernels = plan.kernel === undefined ? (['5.17', '6.1', '7.2'] as const) : [plan.kernel];
  const commands = [...(plan.commands ?? []), ...AFTERWARDS];
  return kernels.map((kernel) => planOf({ ...plan, kernel, commands }));
}

async function printed(kind: LogKind, plan: Plan, defect: Defect): Promise<Judged> {
  const log = new TextEncoder().encode(printLog(kind, plan, defect.plant(lawsOf(plan))));
  const { events } = await readLog(inChunks(log, 64 * 1024));
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
