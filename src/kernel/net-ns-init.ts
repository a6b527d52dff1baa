import { type Kernel, type NetNamespace, panic } from './kernel.ts';
import { registerPernet } from './pernet.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { Run } from './run.ts';
import { releaseInode, setupInitNet } from './setup-net.ts';
import { calling } from './trace.ts';
import { inRange } from './versions.ts';

/** net_ns_init (net/core/net_namespace.c): any failure panics. */
export function* netNsInit(k: Kernel): Run<number> {
  return yield* calling(k, 'net_ns_init', {}, setupAndRegister(k));
}

function* setupAndRegister(k: Kernel): Run<number> {
  const rc = yield* setupInitNet(k);
  if (rc < 0) panic(k, 'Could not setup the initial network namespace');
  const registered = yield* registerPernet(k, netNsOps(k));
  if (registered < 0) panic(k, 'Could not register network namespace subsystems');
  return 0;
}

/** net_ns_ops (net/core/net_namespace.c): up to 6.12 its exit gives the inode number back. */
function netNsOps(k: Kernel): PernetOps {
  const ops = {
    name: 'net_ns_ops',
    kind: 'subsys',
    init: { fn: 'net_ns_net_init' },
  } as const satisfies PernetOps;
  if (inRange(k.plan.kernel, { since: '6.18' })) return ops;
  return { ...ops, exit: { fn: 'net_ns_net_exit', run: netNsNetExit } };
}

function* netNsNetExit(k: Kernel, net: NetNamespace): Run<void> {
  yield;
  releaseInode(k, net);
}
