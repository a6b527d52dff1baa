import { bootAfterInitNet, bootOnce, bootResult } from './boot.ts';
import { bootOrder } from './boot-order.ts';
import { bootPhase } from './boot-phase.ts';
import { cleanupBatches, netStaysDead } from './cleanup.ts';
import { deviceLifecycle, deviceOrder } from './device.ts';
import { ifindexMonotonic, ifindexUnique } from './ifindex.ts';
import type { Invariant } from './invariant.ts';
import { loopbackFirst, loopbackIfindex, loopbackLast } from './loopback.ts';
import { loopbackFreedLast, loopbackOnce, loopbackStays } from './loopback-life.ts';
import { pernetInitOrder, pernetSubsysFirst } from './pernet.ts';
import { pernetExitOrder } from './pernet-exit.ts';
import { pernetExitOnce } from './pernet-exit-once.ts';
import { registrationRollback } from './registration-rollback.ts';
import { setupRollback } from './setup-rollback.ts';
import { softirqBeforeUse, softnetPerCpu } from './softnet.ts';
import { noOrphans, teardownProgress } from './teardown.ts';

/** Every promise of the kernel that we watch, in the order of the documentation. */
export const catalogue: readonly Invariant[] = [
  loopbackFirst,
  loopbackIfindex,
  loopbackLast,
  loopbackStays,
  loopbackOnce,
  loopbackFreedLast,
  bootOnce,
  bootAfterInitNet,
  bootOrder,
  bootPhase,
  softnetPerCpu,
  softirqBeforeUse,
  bootResult,
  pernetSubsysFirst,
  pernetInitOrder,
  pernetExitOrder,
  pernetExitOnce,
  setupRollback,
  registrationRollback,
  cleanupBatches,
  netStaysDead,
  ifindexUnique,
  ifindexMonotonic,
  deviceLifecycle,
  deviceOrder,
  noOrphans,
  teardownProgress,
];

/** The promise with this id, `undefined` if there is none. */
export function invariantById(id: string): Invariant | undefined {
  return catalogue.find((invariant) => invariant.id === id);
}
