import { emit, type Kernel, type NetNamespace } from './kernel.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { Run } from './run.ts';
import { called, calling } from './trace.ts';

/**
 * ops_init (net/core/net_namespace.c): private data if the operation wants some, then its init
 * function if it has one. On an error the operation has cleaned up after itself.
 */
export function* opsInit(k: Kernel, ops: PernetOps, net: NetNamespace): Run<number> {
  const rc = yield* calling(k, 'ops_init', { ops, net }, tryInit(k, ops, net));
  if (rc < 0) emit(k, { type: 'pernet.failed', ops: ops.name, net: net.id, rc });
  else emit(k, { type: 'pernet.initialized', ops: ops.name, net: net.id });
  return rc;
}

function* tryInit(k: Kernel, ops: PernetOps, net: NetNamespace): Run<number> {
  if (ops.hasId === true) {
    const rc = k.faults.at('ops_data', ops.name);
    if (rc < 0) return rc;
  }
  if (ops.init === undefined) return 0;
  const { fn, run } = ops.init;
  if (run !== undefined) return yield* calling(k, fn, { net }, run(k, net));
  return called(k, fn, { net }, () => k.faults.at('ops_init', ops.name));
}
