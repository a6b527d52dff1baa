import type { ExitPhase } from '../model/events.ts';
import { emit, type Kernel, type NetDevice, type NetNamespace } from './kernel.ts';
import type { PernetOps } from './pernet-ops.ts';
import { rtnlLock, rtnlUnlock } from './rtnl.ts';
import type { Run } from './run.ts';
import { called, calling } from './trace.ts';
import { unregisterNetdeviceMany } from './unregister.ts';

/** One phase of taking operations (already in undo order) away from a list of namespaces. */
export type UndoPhase = (
  k: Kernel,
  ops: readonly PernetOps[],
  nets: readonly NetNamespace[],
) => Run<void>;

/** The phases in order; between the first two every kernel waits for a grace period. */
export const UNDO_PHASES: readonly UndoPhase[] = [preExit, exitRtnl, exitList, freeList];

/**
 * ops_undo_list (net/core/net_namespace.c; before 6.12 the same phases stood in cleanup_net,
 * setup_net and __unregister_pernet_operations). `list` is in list order; all namespaces go
 * through each phase together. A phase is told of an operation that has a callback for it.
 */
export function* opsUndoList(
  k: Kernel,
  list: readonly PernetOps[],
  nets: readonly NetNamespace[],
): Run<void> {
  if (nets.length === 0) return;
  yield* calling(k, 'ops_undo_list', {}, allPhases(k, list, nets));
}

function* allPhases(
  k: Kernel,
  list: readonly PernetOps[],
  nets: readonly NetNamespace[],
): Run<void> {
  const ops = k.laws.undoOrder(list);
  for (const phase of k.laws.undoPhases) {
    yield;
    yield* phase(k, ops, nets);
  }
}

/** ops_pre_exit_list: each operation, each namespace. */
export function* preExit(
  k: Kernel,
  ops: readonly PernetOps[],
  nets: readonly NetNamespace[],
): Run<void> {
  for (const op of ops) {
    if (op.preExit === undefined) continue;
    for (const net of nets) {
      if (op.preExit.run !== undefined) yield* op.preExit.run(k, net);
      exited(k, op, net, 'pre_exit');
    }
  }
}

/**
 * ops_exit_rtnl_list and its like: every operation queues its devices, net by net (`exit_rtnl`)
 * or for the whole batch (`exit_batch_rtnl`), and all of them leave at once.
 */
export function* exitRtnl(
  k: Kernel,
  ops: readonly PernetOps[],
  nets: readonly NetNamespace[],
): Run<void> {
  if (!ops.some((op) => op.exitRtnl !== undefined || op.exitBatchRtnl !== undefined)) return;
  const kill: NetDevice[] = [];
  yield* rtnlLock(k);
  for (const net of nets) {
    for (const op of ops) op.exitRtnl?.run(k, net, kill);
  }
  for (const op of ops) op.exitBatchRtnl?.run(k, nets, kill);
  unregisterNetdeviceMany(k, kill);
  yield* rtnlUnlock(k);
  for (const net of nets) {
    for (const op of ops) if (op.exitRtnl !== undefined) exited(k, op, net, 'exit_rtnl');
  }
  for (const op of ops) {
    if (op.exitBatchRtnl === undefined) continue;
    for (const net of nets) exited(k, op, net, 'exit_rtnl');
  }
}

/** ops_exit_list: per operation `exit` for every namespace, then `exit_batch` for all. */
export function* exitList(
  k: Kernel,
  ops: readonly PernetOps[],
  nets: readonly NetNamespace[],
): Run<void> {
  for (const op of ops) yield* calling(k, 'ops_exit_list', { ops: op }, exitOne(k, op, nets));
}

function* exitOne(k: Kernel, op: PernetOps, nets: readonly NetNamespace[]): Run<void> {
  const { exit, exitBatch } = op;
  if (exit !== undefined) {
    for (const net of nets) {
      yield* calling(k, exit.fn, { net }, exit.run?.(k, net) ?? nothing());
      exited(k, op, net, 'exit');
    }
  }
  if (exitBatch === undefined) return;
  yield* calling(k, exitBatch.fn, {}, exitBatch.run?.(k, nets) ?? nothing());
  for (const net of nets) exited(k, op, net, 'exit_batch');
}

/** A callback whose effects are not simulated. */
function* nothing(): Run<void> {}

/** ops_free_list: the private data of the operations that have some. */
export function* freeList(
  k: Kernel,
  ops: readonly PernetOps[],
  nets: readonly NetNamespace[],
): Run<void> {
  for (const op of ops) {
    yield;
    called(k, 'ops_free_list', { ops: op }, () => {
      if (op.hasId !== true) return;
      for (const net of nets) exited(k, op, net, 'free');
    });
  }
}

function exited(k: Kernel, { name }: PernetOps, { id }: NetNamespace, phase: ExitPhase): void {
  emit(k, { type: 'pernet.exited', ops: name, net: id, phase });
}
