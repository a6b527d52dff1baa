import { readFileSync } from 'node:fs';
import { type Command, type Plan, planOf } from '../../src/kernel/plan.ts';
import {
  type Defect,
  defects,
  LOG_KINDS,
  type LogKind,
  lawsOf,
  printLog,
} from '../../src/testing/index.ts';

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
export const TABLE: ReadonlyMap<string, readonly string[]> = new Map(
  README.split('\n')
    .filter((line) => /^\| .* \|$/.test(line))
    .map((line) => line.slice(2, -2).split(' | '))
    .map(([name = '', ...cells]) => [name, cells]),
);

/** Why a log of some kind cannot show a defect: `- **a** …` */
export const REASONS = new Set(
  [...README.matchAll(/^- \*\*(\w)\*\* /gm)].map(([, letter]) => letter),
);

/** Each wrong kernel as a log of each kind, and what the table says of that. */
export const PRINTS = Object.entries(defects).flatMap(([name, defect]) =>
  LOG_KINDS.map((kind, column) => {
    const cell = TABLE.get(name)?.[column] ?? 'not in the table';
    return { name, kind, defect: defect as Defect, cell };
  }),
);

/** The oldest kernel, the one most plans are for, and the newest; or the one that is concerned. */
export function plansFor({ plan }: Defect): readonly Plan[] {
  const kernels = plan.kernel === undefined ? (['5.17', '6.1', '7.2'] as const) : [plan.kernel];
  const commands = [...(plan.commands ?? []), ...AFTERWARDS];
  return kernels.map((kernel) => planOf({ ...plan, kernel, commands }));
}

/** What a wrong kernel prints. */
export function defectLog(kind: LogKind, plan: Plan, { plant }: Defect): Uint8Array {
  return new TextEncoder().encode(printLog(kind, plan, plant(lawsOf(plan))));
}
