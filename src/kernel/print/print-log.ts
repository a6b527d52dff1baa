import { type Laws, lawsOf } from '../laws.ts';
import type { Plan } from '../plan.ts';
import { runPlan } from '../simulate.ts';
import { Trace } from '../trace.ts';
import { printDmesg } from './dmesg.ts';
import { printFunctionTrace } from './function.ts';
import { printFunctionGraph } from './graph.ts';
import { printKprobes } from './kprobe.ts';
import { OTHER_SOFTIRQS } from './other-softirqs.ts';
import { isVisible } from './visible.ts';

/** The kinds of logs a run can be printed as. */
export const LOG_KINDS = ['function', 'graph', 'kprobe', 'dmesg'] as const;

/** One of {@link LOG_KINDS}. */
export type LogKind = (typeof LOG_KINDS)[number];

/**
 * Runs a plan and returns the log that a real kernel would have written of it.
 *
 * @example
 * ```ts
 * const text = printLog('function', planOf({ kernel: '6.12' }));
 * ```
 */
export function printLog(kind: LogKind, plan: Plan, laws: Laws = lawsOf(plan)): string {
  const trace = new Trace(isVisible(plan.kernel));
  const { log } = runPlan(plan, laws, trace);
  switch (kind) {
    case 'function':
      return printFunctionTrace([...OTHER_SOFTIRQS, ...trace.entries], plan.cpus.online);
    case 'graph':
      return printFunctionGraph([...OTHER_SOFTIRQS, ...trace.entries]);
    case 'kprobe':
      return printKprobes(trace.entries, plan);
    case 'dmesg':
      return printDmesg(log.events, plan);
    default:
      return kind satisfies never;
  }
}
