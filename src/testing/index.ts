/**
 * netdev-replay/testing: a simulated kernel to test against. Arbitraries of plans and histories
 * for fast-check, and wrong kernels to prove that a test can fail.
 */

export {
  EXPLORED_ACTIONS,
  type Exploration,
  type ExploreOptions,
  explore,
} from '../kernel/explore.ts';
export { FAULT_SITES, type FaultSite, type FaultSiteFacts } from '../kernel/fault-sites.ts';
export { type Laws, lawsOf } from '../kernel/laws.ts';
export {
  type Action,
  type Command,
  type Fault,
  type KernelConfig,
  type LinkKind,
  type ModuleName,
  type Plan,
  type PlanInput,
  planOf,
  type Turn,
} from '../kernel/plan.ts';
export { LOG_KINDS, type LogKind, printLog } from '../kernel/print/print-log.ts';
export { simulate } from '../kernel/simulate.ts';
export { KERNEL_VERSIONS, type KernelVersion } from '../kernel/versions.ts';
export { arbitraryCommands } from './arbitrary-commands.ts';
export { arbitraryFault } from './arbitrary-faults.ts';
export { arbitraryHistory, type History } from './arbitrary-history.ts';
export { arbitraryPlan, type PlanConstraints } from './arbitrary-plan.ts';
export { arbitrarySchedule } from './arbitrary-schedule.ts';
export { type DefectName, defects, simulateDefect } from './defects/catalogue.ts';
export type { Defect } from './defects/defect.ts';
export { storyOf } from './story.ts';
