import { emit, type Kernel, type NetNamespace } from './kernel.ts';
import { opsInit } from './ops-init.ts';
import { opsUndoList } from './ops-undo-list.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { Run } from './run.ts';
import { calling } from './trace.ts';

/**
 * register_pernet_subsys and register_pernet_device (net/core/net_namespace.c): they differ in
 * where on `pernet_list` the operation goes. Returns 0 or the error, everything undone.
 */
export function* registerPernet(k: Kernel, ops: PernetOps): Run<number> {
  return yield* calling(k, `register_pernet_${ops.kind}`, { ops }, registerLocked(k, ops));
}

function* registerLocked(k: Kernel, ops: PernetOps): Run<number> {
  yield* k.pernetOpsRwsem.downWrite();
  const registering = registerPernetOperations(k, ops);
  const rc = yield* calling(k, 'register_pernet_operations', { ops }, registering);
  k.pernetOpsRwsem.upWrite();
  return rc;
}

/** unregister_pernet_subsys and unregister_pernet_device (net/core/net_namespace.c). */
export function* unregisterPernet(k: Kernel, ops: PernetOps): Run<void> {
  yield* calling(k, `unregister_pernet_${ops.kind}`, { ops }, unregisterLocked(k, ops));
}

function* unregisterLocked(k: Kernel, ops: PernetOps): Run<void> {
  yield* k.pernetOpsRwsem.downWrite();
  const unregistering = unregisterPernetOperations(k, ops);
  yield* calling(k, 'unregister_pernet_operations', { ops }, unregistering);
  k.pernetOpsRwsem.upWrite();
}

function* unregisterPernetOperations(k: Kernel, ops: PernetOps): Run<void> {
  const nets = [...k.netList];
  unlink(k, ops);
  yield* opsUndoList(k, [ops], nets);
}

/**
 * register_pernet_operations (net/core/net_namespace.c): links the operation, then initialises
 * it in every existing namespace, oldest first. On a failure the namespaces already done are
 * undone in that same order.
 */
function* registerPernetOperations(k: Kernel, ops: PernetOps): Run<number> {
  if (ops.hasId === true) {
    const rc = k.faults.at('pernet_id', ops.name);
    if (rc < 0) return rc;
  }
  link(k, ops);
  if (ops.init === undefined && ops.hasId !== true) return 0;
  const done: NetNamespace[] = [];
  for (const net of k.laws.registrationOrder([...k.netList])) {
    const rc = yield* opsInit(k, ops, net);
    if (rc < 0) {
      yield* opsUndoList(k, [ops], k.laws.registrationUndo(done));
      unlink(k, ops);
      return rc;
    }
    done.push(net);
    yield;
  }
  return 0;
}

function link(k: Kernel, ops: PernetOps): void {
  k.pernetList.splice(k.laws.placeOps(k.pernetList, k.firstDevice, ops), 0, ops);
  if (ops.kind === 'device' && k.firstDevice === null) k.firstDevice = ops;
  emit(k, { type: 'pernet.registered', ops: ops.name, kind: ops.kind });
}

/** Where `first_device` goes, the next operation takes its place. */
function unlink(k: Kernel, ops: PernetOps): void {
  const index = k.pernetList.indexOf(ops);
  if (ops === k.firstDevice) k.firstDevice = k.pernetList[index + 1] ?? null;
  k.pernetList.splice(index, 1);
  emit(k, { type: 'pernet.unregistered', ops: ops.name, kind: ops.kind });
}
