import { emit, type Kernel } from './kernel.ts';
import { netNsInit } from './net-ns-init.ts';
import { registerPernet } from './pernet.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { Run } from './run.ts';
import { inRange } from './versions.ts';

/**
 * start_kernel (init/main.c), on PID 0: /proc and, from 6.1 on, init_net. On 5.17 proc_root_init
 * comes first and init_net is set up by a pure_initcall.
 */
export function* startKernel(k: Kernel): Run<void> {
  emit(k, { type: 'initcall.level', level: 'console' });
  if (k.laws.initNetFirst && inRange(k.plan.kernel, { since: '6.1' })) yield* netNsInit(k);
  if (k.plan.config.procFs) yield* registerPernet(k, procNetNsOps);
}

/** proc_net_ns_ops (fs/proc/proc_net.c), registered by proc_root_init. */
const procNetNsOps: PernetOps = {
  name: 'proc_net_ns_ops',
  kind: 'subsys',
  init: { fn: 'proc_net_ns_init' },
  exit: { fn: 'proc_net_ns_exit' },
};
