import { doInitcalls } from './initcalls.ts';
import { emit, type Kernel, type NetNamespace, panic } from './kernel.ts';
import { registerPernet } from './pernet.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { Run } from './run.ts';
import { releaseInode, setupInitNet } from './setup-net.ts';
import { inRange } from './versions.ts';

/**
 * start_kernel (init/main.c), on PID 0: /proc and, from 6.1 on, init_net. On 5.17 proc_root_init
 * comes first and init_net is set up by a pure_initcall.
 */
export function* startKernel(k: Kernel): Run<void> {
  emit(k, { type: 'initcall.level', level: 'console' });
  if (k.laws.initNetFirst && inRange(k.plan.kernel, { since: '6.1' })) yield* netNsInit(k);
  yield* registerPernet(k, procNetNsOps);
}

/** kernel_init (init/main.c), on PID 1: the initcalls. */
export function* kernelInit(k: Kernel): Run<void> {
  yield* doInitcalls(k);
}

/** net_ns_init (net/core/net_namespace.c): any failure panics. */
export function* netNsInit(k: Kernel): Run<number> {
  const rc = yield* setupInitNet(k);
  if (rc < 0) panic(k, 'Could not setup the initial network namespace');
  const registered = yield* registerPernet(k, netNsOps(k));
  if (registered < 0) panic(k, 'Could not register network namespace subsystems');
  return 0;
}

/** net_ns_ops (net/core/net_namespace.c): up to 6.12 its exit gives the inode number back. */
function netNsOps(k: Kernel): PernetOps {
  return {
    name: 'net_ns_ops',
    kind: 'subsys',
    init: { fn: 'net_ns_net_init' },
    exit: inRange(k.plan.kernel, { until: '6.12' })
      ? { fn: 'net_ns_net_exit', run: netNsNetExit }
      : { fn: 'net_ns_net_exit' },
  };
}

function* netNsNetExit(k: Kernel, net: NetNamespace): Run<void> {
  yield;
  releaseInode(k, net);
}

/** proc_net_ns_ops (fs/proc/proc_net.c), registered by proc_root_init. */
const procNetNsOps: PernetOps = {
  name: 'proc_net_ns_ops',
  kind: 'subsys',
  init: { fn: 'proc_net_ns_init' },
  exit: { fn: 'proc_net_ns_exit' },
};
