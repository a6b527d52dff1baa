import type { TraceEntry } from '../trace.ts';

/** Who else opens softirqs, long before net_dev_init, in the order of a recorded boot. */
const CALLERS = ['init_sched_fair_class', 'rcu_init', 'start_kernel', 'start_kernel'] as const;

/**
 * The calls of open_softirq in start_kernel, as every boot trace of a real kernel has them. They
 * have nothing to do with networking, so the simulated kernel makes none; but they prove that a log
 * shows this function at all.
 */
export const OTHER_SOFTIRQS: readonly TraceEntry[] = CALLERS.flatMap((caller) => {
  const place = { caller, depth: 0, at: 0, cpu: 0, task: '<idle>-0' };
  const call = { fn: 'open_softirq', ...place, subject: {} };
  return [
    { ...call, kind: 'entered', result: null } as const,
    { ...call, kind: 'returned', result: null } as const,
  ];
});
