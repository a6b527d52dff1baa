import type { Laws } from '../../kernel/laws.ts';
import type { BootStep } from '../../kernel/net-dev-init.ts';
import type { Command, PlanInput } from '../../kernel/plan.ts';

/** A wrong kernel: a law replaced by a wrong one, and a plan on which it shows. */
export interface Defect {
  /** What is wrong, in one sentence. */
  readonly wrong: string;
  /** The promise (design.md, section 4) that it breaks. */
  readonly breaks: string;
  /** Promises that cannot be kept either once that one is broken. */
  readonly alsoBreaks?: readonly string[];
  /** The laws of the wrong kernel, made from those of the right one. */
  readonly plant: (laws: Laws) => Laws;
  /** The shortest plan on which it shows, and only as `breaks` and `alsoBreaks` say. */
  readonly plan: PlanInput;
}

/** A namespace `a` with a dummy. */
export const ONE_DUMMY: readonly Command[] = [
  { do: 'netns.add', net: 'a' },
  { do: 'link.add', kind: 'dummy', net: 'a', name: 'd0' },
];

/** The life and death of a namespace `a` with two dummies. */
export const LIFE: readonly Command[] = [
  ...ONE_DUMMY,
  { do: 'link.add', kind: 'dummy', net: 'a', name: 'd1' },
  { do: 'netns.del', nets: ['a'] },
];

/** The boot step called `name` behind the one that follows it. */
export function swapped(steps: readonly BootStep[], name: string): readonly BootStep[] {
  const index = steps.findIndex((step) => step.name === name);
  const pair = steps.slice(index, index + 2).toReversed();
  return steps.toSpliced(index, 2, ...pair);
}
