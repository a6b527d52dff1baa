import { freeNetdev } from './alloc-netdev.ts';
import { whereabouts } from './device-lookup.ts';
import { emit, type Kernel, type NetDevice } from './kernel.ts';
import type { Run } from './run.ts';
import { calling } from './trace.ts';

const SECOND = 1_000_000_000;

/** sysctl net.core.netdev_unregister_timeout_secs. */
const UNREGISTER_TIMEOUT = 10 * SECOND;

/** rtnl_lock (net/core/rtnetlink.c). */
export function* rtnlLock(k: Kernel): Run<void> {
  yield* k.rtnl.lock(k.scheduler.current);
}

/** rtnl_unlock (net/core/rtnetlink.c) is netdev_run_todo: what was unregistered is freed now. */
export function* rtnlUnlock(k: Kernel): Run<void> {
  const todo = k.todo.splice(0);
  k.rtnl.unlock();
  yield* calling(k, 'netdev_run_todo', {}, runTodo(k, todo));
}

/**
 * netdev_run_todo (net/core/dev.c): after rcu_barrier, waits until nobody holds a device any more
 * and frees it; 5.17 strictly in order, later kernels whichever is ready first.
 */
function* runTodo(k: Kernel, todo: readonly NetDevice[]): Run<void> {
  if (todo.length === 0) return;
  yield;
  const left = [...todo];
  for (const dev of left) dev.state = 'unregistered';
  while (left.length > 0) {
    const dev = yield* waitAllrefs(k, k.laws.awaited(left));
    left.splice(left.indexOf(dev), 1);
    const { net } = whereabouts(k, dev);
    if (dev === net.loopback) net.loopback = null; // loopback_dev_free, its priv_destructor
    if (dev.needsFree) freeNetdev(k, dev);
    net.unregistering -= 1;
  }
}

/**
 * netdev_wait_allrefs (5.17) and netdev_wait_allrefs_any (net/core/dev.c): the first of `waiting`
 * that nobody holds. Complains about all that are held every 10 seconds.
 */
function* waitAllrefs(k: Kernel, waiting: readonly NetDevice[]): Run<NetDevice> {
  let warnAt = k.log.now + UNREGISTER_TIMEOUT;
  for (;;) {
    const free = waiting.find((dev) => dev.refs === 1);
    if (free !== undefined) return free;
    const ready = (): boolean => waiting.some((dev) => dev.refs === 1);
    yield { ready, deadline: warnAt, background: true };
    if (ready() || k.log.now < warnAt) continue;
    for (const dev of waiting) {
      emit(k, { type: 'netdev.waiting', name: whereabouts(k, dev).name, refs: dev.refs });
    }
    warnAt = k.log.now + UNREGISTER_TIMEOUT;
  }
}
