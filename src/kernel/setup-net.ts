import { INIT_NET, netId } from '../model/ids.ts';
import { ENOSPC } from './errno.ts';
import { emit, type Kernel, type NetNamespace } from './kernel.ts';
import { opsInit } from './ops-init.ts';
import { opsUndoList } from './ops-undo-list.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { Run } from './run.ts';
import { called, calling } from './trace.ts';
import { inRange } from './versions.ts';

const INIT_NET_INODE = Number(INIT_NET);

/** The first inode number a namespace made after boot gets here, and how far apart they are. */
const FIRST_INODE = 4_026_532_193;
const INODE_STEP = 51;

/**
 * copy_net_ns (net/core/net_namespace.c) with CLONE_NEWNET: a new namespace, or a negative errno
 * with everything undone.
 */
export function* copyNetNs(k: Kernel): Run<NetNamespace | number> {
  return yield* calling(k, 'copy_net_ns', {}, chargeAndSetup(k));
}

function* chargeAndSetup(k: Kernel): Run<NetNamespace | number> {
  if (k.ucount.used >= k.ucount.limit) return noNamespace(k, -ENOSPC);
  k.ucount.used += 1;
  const rc = yield* setupNew(k);
  if (typeof rc === 'number') k.ucount.used -= 1;
  return rc;
}

/** setup_net (net/core/net_namespace.c) for init_net, at boot. */
export function* setupInitNet(k: Kernel): Run<number> {
  k.inodes.set(INIT_NET_INODE, { uses: 1, held: true });
  return yield* setupNet(k, newNet(k, INIT_NET_INODE));
}

/** Gives the inode number back: net_ns_net_exit, from 6.18 on when the namespace is freed. */
export function releaseInode(k: Kernel, net: NetNamespace): void {
  if (!net.inodeHeld) return;
  net.inodeHeld = false;
  const inode = k.inodes.get(net.inode);
  if (inode !== undefined) inode.held = false;
}

function* setupNew(k: Kernel): Run<NetNamespace | number> {
  const failed = k.faults.at('net_alloc') || k.faults.at('preinit_net');
  if (failed < 0) return noNamespace(k, failed);
  const locked = yield* k.pernetOpsRwsem.downReadKillable(k.scheduler.current);
  if (locked < 0) return noNamespace(k, locked);
  const net = newNet(k, takeInode(k));
  const rc = yield* setupNet(k, net);
  k.pernetOpsRwsem.upRead();
  if (rc === 0) return net;
  releaseInode(k, net);
  freeNet(k, net);
  return rc;
}

function noNamespace(k: Kernel, rc: number): number {
  emit(k, { type: 'net.failed', net: null, rc });
  return rc;
}

/**
 * setup_net (net/core/net_namespace.c): initialises every operation in list order; on a failure
 * undoes the ones before in reverse, and the namespace never becomes visible.
 */
function* setupNet(k: Kernel, net: NetNamespace): Run<number> {
  return yield* calling(k, 'setup_net', { net }, initAll(k, net));
}

function* initAll(k: Kernel, net: NetNamespace): Run<number> {
  emit(k, { type: 'net.setup', net: net.id });
  const done: PernetOps[] = [];
  for (const ops of k.laws.setupOrder([...k.pernetList])) {
    const rc = yield* opsInit(k, ops, net);
    if (rc < 0) {
      yield* opsUndoList(k, k.laws.setupUndo(done, ops), [net]);
      emit(k, { type: 'net.failed', net: net.id, rc });
      return rc;
    }
    done.push(ops);
    yield;
  }
  k.netList.push(net);
  emit(k, { type: 'net.ready', net: net.id });
  return 0;
}

/** net_free, later net_passive_dec (net/core/net_namespace.c): the last passive reference goes. */
export function freeNet(k: Kernel, net: NetNamespace): void {
  const fn = inRange(k.plan.kernel, { until: '6.1' }) ? 'net_free' : 'net_passive_dec';
  called(k, fn, { net }, () => {
    k.nets.delete(net.id);
    emit(k, { type: 'net.freed', net: net.id });
  });
}

/** The lowest free inode number, as ida_alloc_min gives them out (fs/proc/generic.c). */
function takeInode(k: Kernel): number {
  let inode = FIRST_INODE;
  while (k.inodes.get(inode)?.held === true) inode += INODE_STEP;
  const uses = (k.inodes.get(inode)?.uses ?? 0) + 1;
  k.inodes.set(inode, { uses, held: true });
  return inode;
}

function newNet(k: Kernel, inode: number): NetNamespace {
  const uses = k.inodes.get(inode)?.uses ?? 1;
  const net: NetNamespace = {
    id: netId(uses > 1 ? `${inode}~${uses}` : `${inode}`),
    inode,
    count: 1,
    lastIfindex: 0,
    loopback: null,
    unregistering: 0,
    inodeHeld: true,
  };
  k.nets.set(net.id, net);
  return net;
}
