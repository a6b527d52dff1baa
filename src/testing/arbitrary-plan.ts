import * as fc from 'fast-check';
import { DEFAULT_CONFIG, type KernelConfig, type Plan, planOf } from '../kernel/plan.ts';
import { KERNEL_VERSIONS, type KernelVersion } from '../kernel/versions.ts';
import { arbitraryCommands } from './arbitrary-commands.ts';
import { arbitraryFault } from './arbitrary-faults.ts';
import { arbitrarySchedule } from './arbitrary-schedule.ts';

/** What plans an arbitrary makes. */
export interface PlanConstraints {
  /** The kernels to choose from; all of them unless given. */
  readonly kernels?: readonly KernelVersion[];
  /** At most so many commands; 24 unless given. */
  readonly maxCommands?: number;
  /** Whether things fail; they do unless told not to. */
  readonly faults?: boolean;
  /** Whether tasks interleave; they do unless told not to. */
  readonly interleaved?: boolean;
}

/**
 * Plans for the simulated kernel: namespaces and links coming and going in any order, on any
 * version, with failures and interleavings. Each shrinks to the few commands that matter, on 6.1,
 * on one CPU, without faults.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(arbitraryPlan({ kernels: ['6.12'] }), (plan) => holds(simulate(plan))));
 * ```
 */
export function arbitraryPlan(constraints: PlanConstraints = {}): fc.Arbitrary<Plan> {
  const { kernels = ['6.1', ...KERNEL_VERSIONS], maxCommands = 24 } = constraints;
  return fc
    .record({
      kernel: fc.constantFrom(...kernels),
      cpus: arbitraryCpus(),
      config: arbitraryConfig(),
      commands: arbitraryCommands(maxCommands),
      faults: constraints.faults === false ? fc.constant([]) : arbitraryFaults(),
      schedule: constraints.interleaved === false ? fc.constant([]) : arbitrarySchedule(),
    })
    .map(planOf);
}

function arbitraryCpus(): fc.Arbitrary<Plan['cpus']> {
  return fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 }))
    .map(([possible, offline]) => ({ possible, online: Math.max(1, possible - offline) }));
}

function arbitraryConfig(): fc.Arbitrary<KernelConfig> {
  return fc.record({
    ...constants(DEFAULT_CONFIG),
    procFs: often(true, false),
    pagePool: often(true, false),
    preemptRt: often(false, true),
    threadBacklogNapi: often(false, true),
    fallbackTunnels: often<KernelConfig['fallbackTunnels']>('everywhere', 'init_net'),
  });
}

function arbitraryFaults(): fc.Arbitrary<Plan['faults']> {
  const some = fc.array(arbitraryFault(), { minLength: 1, maxLength: 3 });
  return fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, { arbitrary: some, weight: 2 });
}

/** The first value most of the time; shrinks to it. */
function often<T>(usual: T, rare: T): fc.Arbitrary<T> {
  return fc.oneof(
    { arbitrary: fc.constant(usual), weight: 6 },
    { arbitrary: fc.constant(rare), weight: 1 },
  );
}

function constants<T extends object>(value: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  const entries = Object.entries(value).map(([key, entry]) => [key, fc.constant(entry)]);
  return Object.fromEntries(entries);
}
