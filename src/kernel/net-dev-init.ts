import { INIT_NET } from '../model/ids.ts';
import { listedDevices } from './device-lookup.ts';
import type { FaultSite } from './fault-sites.ts';
import { bug, emit, type Kernel, type NetNamespace, stateOf, warn } from './kernel.ts';
import { loopbackNetOps } from './loopback.ts';
import { registerPernet } from './pernet.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { KernelConfig } from './plan.ts';
import type { Run } from './run.ts';
import { called, calling } from './trace.ts';
import { inRange, type KernelVersion, type VersionRange } from './versions.ts';

/** One step of net_dev_init; a negative result ends it. */
export interface BootStep extends VersionRange {
  readonly name: string;
  /** Left out of kernels that were built or booted otherwise. */
  readonly when?: (config: KernelConfig) => boolean;
  readonly run: (k: Kernel) => Run<number>;
}

/** Heads of `ptype_base` (include/linux/netdevice.h). */
const PTYPE_HASH_SIZE = 16;

/** The steps of net_dev_init (net/core/dev.c), in order, with the kernels that have them. */
const NET_DEV_INIT_STEPS: readonly BootStep[] = [
  { name: 'dev_proc_init', run: devProcInit },
  { name: 'netdev_kobject_init', run: netdevKobjectInit },
  { name: 'ptype_all', until: '6.1', run: ptypeAll },
  { name: 'ptype_base', run: ptypeBase },
  { name: 'netdev_net_ops', run: (k) => registerPernet(k, netdevNetOps) },
  { name: 'flush_backlogs_alloc', since: '6.18', run: (k) => atSite(k, 'flush_backlogs_alloc') },
  { name: 'softnet_data', run: softnetInit },
  { name: 'skb_defer_nodes', since: '6.18', run: (k) => atSite(k, 'skb_defer_nodes') },
  {
    name: 'backlog_threads',
    since: '6.12',
    when: ({ preemptRt, threadBacklogNapi }) => preemptRt || threadBacklogNapi,
    run: backlogThreads,
  },
  { name: 'dev_boot_phase', run: endBootPhase },
  { name: 'loopback_net_ops', run: (k) => registerPernet(k, loopbackNetOps) },
  { name: 'default_device_ops', run: (k) => registerPernet(k, k.laws.defaultDeviceOps) },
  { name: 'NET_TX_SOFTIRQ', run: (k) => openSoftirq(k, 'NET_TX', 'net_tx_action') },
  { name: 'NET_RX_SOFTIRQ', run: (k) => openSoftirq(k, 'NET_RX', 'net_rx_action') },
  { name: 'CPUHP_NET_DEV_DEAD', run: cpuhpSetup },
];

/** The steps that a kernel of this version and configuration goes through. */
export function bootSteps(version: KernelVersion, config: KernelConfig): readonly BootStep[] {
  return NET_DEV_INIT_STEPS.filter(
    (step) => inRange(version, step) && (step.when?.(config) ?? true),
  );
}

/**
 * net_dev_init (net/core/dev.c), a subsys_initcall: returns 0, or `-ENOMEM` whatever the failing
 * step returned. What was done before stays done; the boot goes on regardless.
 */
export function* netDevInit(k: Kernel): Run<number> {
  if (k.laws.bootPhaseChecked && stateOf(k).boot.registrationOpen) {
    bug(k, 'kernel BUG at net/core/dev.c: net_dev_init: BUG_ON(!dev_boot_phase)');
  }
  return yield* calling(k, 'net_dev_init', {}, allSteps(k));
}

function* allSteps(k: Kernel): Run<number> {
  for (const step of k.laws.netDevInit) {
    const rc = yield* step.run(k);
    if (rc < 0) return k.laws.netDevInitResult(rc);
  }
  return 0;
}

const devProcOps: PernetOps = {
  name: 'dev_proc_ops',
  kind: 'subsys',
  init: { fn: 'dev_proc_net_init' },
  exit: { fn: 'dev_proc_net_exit' },
};

const devMcNetOps: PernetOps = {
  name: 'dev_mc_net_ops',
  kind: 'subsys',
  init: { fn: 'dev_mc_net_init' },
  exit: { fn: 'dev_mc_net_exit' },
};

const netdevNetOps: PernetOps = {
  name: 'netdev_net_ops',
  kind: 'subsys',
  init: { fn: 'netdev_init' },
  exit: { fn: 'netdev_exit', run: netdevExit },
};

/** dev_proc_init (net/core/net-procfs.c): if the second fails, the first stays registered. */
function* devProcInit(k: Kernel): Run<number> {
  if (!k.plan.config.procFs) return 0;
  return yield* calling(k, 'dev_proc_init', {}, registerProcOps(k));
}

function* registerProcOps(k: Kernel): Run<number> {
  const rc = yield* registerPernet(k, devProcOps);
  if (rc < 0) return rc;
  const second = yield* registerPernet(k, devMcNetOps);
  if (second < 0) return second;
  emit(k, { type: 'proc.created' });
  return 0;
}

/** netdev_kobject_init (net/core/net-sysfs.c). */
function* netdevKobjectInit(k: Kernel): Run<number> {
  const rc = yield* calling(k, 'netdev_kobject_init', {}, atSite(k, 'netdev_kobject_init'));
  if (rc === 0) emit(k, { type: 'kobject.registered' });
  return rc;
}

/** netdev_exit (net/core/dev.c): no device may be left by now. */
function* netdevExit(k: Kernel, net: NetNamespace): Run<void> {
  yield;
  if (net.id !== INIT_NET && listedDevices(k, net).length > 0) {
    warn(k, 'net/core/dev.c: netdev_exit');
  }
}

function* ptypeAll(k: Kernel): Run<number> {
  yield;
  emit(k, { type: 'ptype.initialized', list: 'all' });
  return 0;
}

function* ptypeBase(k: Kernel): Run<number> {
  yield;
  for (let list = 0; list < PTYPE_HASH_SIZE; list += 1) {
    emit(k, { type: 'ptype.initialized', list });
  }
  return 0;
}

/** for_each_possible_cpu: the queues of a CPU, and from 6.12 on its system page pool. */
function* softnetInit(k: Kernel): Run<number> {
  yield;
  for (const cpu of k.laws.softnetCpus(k.plan.cpus)) {
    emit(k, { type: 'softnet.initialized', softnet: cpu });
    if (!k.plan.config.pagePool || inRange(k.plan.kernel, { until: '6.1' })) continue;
    const create = () => k.faults.at('net_page_pool_create', String(cpu));
    const rc = called(k, 'page_pool_create_percpu', {}, create);
    if (rc < 0) return rc;
  }
  return 0;
}

/** smpboot_register_percpu_thread: whether it works is not looked at. */
function* backlogThreads(k: Kernel): Run<number> {
  yield* atSite(k, 'backlog_threads');
  return 0;
}

function* endBootPhase(k: Kernel): Run<number> {
  yield;
  emit(k, { type: 'bootphase.ended' });
  return 0;
}

/** open_softirq (kernel/softirq.c). */
function* openSoftirq(k: Kernel, vector: string, action: string): Run<number> {
  yield;
  return called(k, 'open_softirq', { name: vector }, () => {
    emit(k, { type: 'softirq.opened', vector, action });
    return 0;
  });
}

/** cpuhp_setup_state_nocalls: a failure is only warned of. */
function* cpuhpSetup(k: Kernel): Run<number> {
  const setup = atSite(k, 'cpuhp_setup_state');
  const rc = yield* calling(k, '__cpuhp_setup_state', { name: 'net/dev:dead' }, setup);
  if (rc < 0) warn(k, 'net/core/dev.c: net_dev_init');
  else emit(k, { type: 'cpuhp.installed', state: 'net/dev:dead' });
  return 0;
}

function* atSite(k: Kernel, site: FaultSite): Run<number> {
  yield;
  return k.faults.at(site);
}
