import { defaultDeviceOps } from './default-device.ts';
import { ENOMEM } from './errno.ts';
import { nextIfindex } from './ifindex.ts';
import { type Initcall, initcallsOf } from './initcalls.ts';
import type { Kernel, NetDevice, NetNamespace } from './kernel.ts';
import { loopbackNetInit } from './loopback.ts';
import { type BootStep, bootSteps } from './net-dev-init.ts';
import { UNDO_PHASES, type UndoPhase } from './ops-undo-list.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { Plan } from './plan.ts';
import type { Run } from './run.ts';
import { UNREGISTER_STEPS, type UnregisterStep } from './unregister.ts';
import { inRange } from './versions.ts';

/**
 * The decisions that the kernel's promises rest on, one by one: orders, tables of steps, choices.
 * Kernel versions differ in them, and a planted defect is a law replaced by a wrong one.
 */
export interface Laws {
  /** do_initcalls (init/main.c): every initcall that touches networking, in order. */
  readonly initcalls: readonly Initcall[];
  /** start_kernel sets up init_net (as pure_initcall on 5.17) before any of them. */
  readonly initNetFirst: boolean;
  /** net_dev_init: its steps, in order. */
  readonly netDevInit: readonly BootStep[];
  /** net_dev_init: what it returns when a step failed with `rc`. */
  readonly netDevInitResult: (rc: number) => number;
  /** net_dev_init and register_netdevice: BUG_ON(dev_boot_phase). */
  readonly bootPhaseChecked: boolean;
  /** for_each_possible_cpu in net_dev_init: the CPUs whose queues are made. */
  readonly softnetCpus: (cpus: Plan['cpus']) => readonly number[];

  /** register_pernet_operations: where in `list` the operation goes, as an index. */
  readonly placeOps: (
    list: readonly PernetOps[],
    firstDevice: PernetOps | null,
    ops: PernetOps,
  ) => number;
  /** setup_net: the operations in the order they are initialised. */
  readonly setupOrder: (list: readonly PernetOps[]) => readonly PernetOps[];
  /** setup_net: which operations are undone when `failed` failed after `done`. */
  readonly setupUndo: (done: readonly PernetOps[], failed: PernetOps) => readonly PernetOps[];
  /** register_pernet_operations: existing namespaces in the order they are initialised. */
  readonly registrationOrder: (nets: readonly NetNamespace[]) => readonly NetNamespace[];
  /** register_pernet_operations: which namespaces are undone, in order. */
  readonly registrationUndo: (done: readonly NetNamespace[]) => readonly NetNamespace[];
  /** ops_undo_list: the phases, in order. */
  readonly undoPhases: readonly UndoPhase[];
  /** ops_undo_list: the operations in the order of each phase. */
  readonly undoOrder: (list: readonly PernetOps[]) => readonly PernetOps[];
  /** How many workers run cleanup_net: the workqueue "netns" has one. */
  readonly cleanupWorkers: number;
  /** cleanup_net: the namespaces of `cleanup_list` (newest first) in batch order. */
  readonly batchOrder: (list: readonly NetNamespace[]) => readonly NetNamespace[];
  /** cleanup_net takes the batch off `net_namespace_list`. */
  readonly batchUnlinked: boolean;

  /** loopback_net_init: runs for every namespace. */
  readonly loopbackNetInit: (k: Kernel, net: NetNamespace) => Run<number>;
  /** loopback_net_init: BUG_ON(dev->ifindex != LOOPBACK_IFINDEX). */
  readonly loopbackIndexChecked: boolean;
  /** loopback_setup: lo may not change its namespace. */
  readonly loopbackImmutable: boolean;
  /** default_device_ops: the version's own callbacks. */
  readonly defaultDeviceOps: PernetOps;
  /** default_device_exit_batch: the devices of one namespace (in list order) as it walks them. */
  readonly teardownOrder: (devices: readonly NetDevice[]) => readonly NetDevice[];
  /** dev_new_index: the next automatic ifindex after `last`. */
  readonly nextIfindex: (last: number, taken: (ifindex: number) => boolean) => number;
  /** unregister_netdevice_many: its steps over the kill list, in order. */
  readonly unregisterSteps: readonly UnregisterStep[];
  /** netdev_run_todo: which of the devices still to be freed it waits for now. */
  readonly awaited: (todo: readonly NetDevice[]) => readonly NetDevice[];
}

/** The laws of the plan's kernel version. */
export function lawsOf({ kernel, config }: Pick<Plan, 'kernel' | 'config'>): Laws {
  return {
    initcalls: initcallsOf(kernel, config),
    initNetFirst: true,
    netDevInit: bootSteps(kernel, config),
    netDevInitResult: () => -ENOMEM,
    bootPhaseChecked: true,
    softnetCpus: ({ possible }) => Array.from({ length: possible }, (_, cpu) => cpu),
    placeOps: insertAtFirstDevice,
    setupOrder: (list) => list,
    setupUndo: (done) => done,
    registrationOrder: (nets) => nets,
    registrationUndo: (done) => done,
    undoPhases: UNDO_PHASES,
    undoOrder: (list) => list.toReversed(),
    cleanupWorkers: 1,
    batchOrder: (list) => list,
    batchUnlinked: true,
    loopbackNetInit,
    loopbackIndexChecked: true,
    loopbackImmutable: true,
    defaultDeviceOps: defaultDeviceOps(kernel),
    teardownOrder: (devices) => devices.toReversed(),
    nextIfindex,
    unregisterSteps: UNREGISTER_STEPS,
    // 5.17 waits for one device after the other, later kernels for whichever is ready first.
    awaited: inRange(kernel, { until: '5.17' }) ? (todo) => todo.slice(0, 1) : (todo) => todo,
  };
}

/** Subsys operations go in front of `first_device`, device operations to the tail. */
function insertAtFirstDevice(
  list: readonly PernetOps[],
  firstDevice: PernetOps | null,
  ops: PernetOps,
): number {
  if (ops.kind === 'device' || firstDevice === null) return list.length;
  return list.indexOf(firstDevice);
}
