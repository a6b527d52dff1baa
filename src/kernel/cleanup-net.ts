import { emit, type Kernel, type NetNamespace } from './kernel.ts';
import { opsUndoList } from './ops-undo-list.ts';
import type { Run } from './run.ts';
import { freeNet, releaseInode } from './setup-net.ts';
import { called, calling } from './trace.ts';

/** get_net (include/net/net_namespace.h): one more active reference. */
export function getNet(net: NetNamespace): void {
  net.count += 1;
}

/**
 * put_net (include/net/net_namespace.h): the last active reference puts the namespace in front of
 * `cleanup_list` (__put_net), which wakes the worker.
 */
export function putNet(k: Kernel, net: NetNamespace): void {
  net.count -= 1;
  if (net.count > 0) return;
  called(k, '__put_net', { net }, () => {
    emit(k, { type: 'net.dying', net: net.id });
    k.cleanupList.unshift(net);
  });
}

/**
 * cleanup_net (net/core/net_namespace.c): takes all dead namespaces there are, most recently dead
 * first, off `net_namespace_list`, and undoes every operation for all of them together.
 */
export function* cleanupNet(k: Kernel): Run<void> {
  yield* calling(k, 'cleanup_net', {}, cleanupBatch(k));
}

function* cleanupBatch(k: Kernel): Run<void> {
  const batch = k.laws.batchOrder(k.cleanupList.splice(0));
  yield* k.pernetOpsRwsem.downRead();
  for (const net of batch) {
    if (k.laws.batchUnlinked) k.netList.splice(k.netList.indexOf(net), 1);
    emit(k, { type: 'net.cleanup', net: net.id });
  }
  yield* opsUndoList(k, [...k.pernetList], batch);
  k.pernetOpsRwsem.upRead();
  yield;
  for (const net of batch) {
    releaseInode(k, net);
    k.ucount.used -= 1;
    freeNet(k, net);
  }
}
