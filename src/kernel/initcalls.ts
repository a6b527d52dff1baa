import { INIT_NET } from '../model/ids.ts';
import { allocNetdev } from './alloc-netdev.ts';
import { BUILTIN_INITCALLS, type BuiltinInitcall } from './builtin-initcalls.ts';
import { ENOMEM } from './errno.ts';
import { bug, emit, type Kernel, stateOf } from './kernel.ts';
import { blackholeNetdevInit } from './loopback.ts';
import { netDevInit } from './net-dev-init.ts';
import { netNsInit } from './net-ns-init.ts';
import { registerPernet } from './pernet.ts';
import type { KernelConfig } from './plan.ts';
import type { Run } from './run.ts';
import { inRange, type KernelVersion } from './versions.ts';

/** An initcall that touches networking. */
export interface Initcall {
  readonly level: string;
  readonly name: string;
  readonly run: (k: Kernel) => Run<number>;
}

/** The levels of do_initcalls (init/main.c), in order, as the tracepoint names them. */
const INITCALL_LEVELS = [
  'early',
  'pure',
  'core',
  'postcore',
  'arch',
  'subsys',
  'fs',
  'device',
  'late',
] as const;

/** Enough operations to see every rule at work, few enough to read the whole story. */
const FEW: ReadonlySet<string> = new Set([
  'netlink_net_ops',
  'netns_bpf_pernet_ops',
  'fib_notifier_net_ops',
  'devinet_ops',
  'fib_net_ops',
  'packet_net_ops',
]);

/** The initcalls of a kernel in the order they run. */
export function initcallsOf(version: KernelVersion, config: KernelConfig): readonly Initcall[] {
  const initcalls: Initcall[] = [];
  if (inRange(version, { until: '5.17' })) {
    initcalls.push({ level: 'pure', name: 'net_ns_init', run: netNsInit });
  }
  for (const { level, name, steps } of BUILTIN_INITCALLS) {
    const here = steps.filter((step) => inRange(version, step) && isBuiltIn(step, config));
    if (name === 'net_dev_init') initcalls.push({ level, name, run: netDevInit });
    else if (here.length > 0)
      initcalls.push({ level, name, run: (k) => registerAll(k, name, here) });
    else if (name === 'blackhole_netdev_init' && config.builtin === 'all') {
      initcalls.push({ level, name, run: blackholeNetdevInit });
    }
  }
  return initcalls;
}

type Step = BuiltinInitcall['steps'][number];

function isBuiltIn(step: Step, { builtin, wireless }: KernelConfig): boolean {
  if ('dummyOf' in step) return builtin === 'all';
  if (step.name === 'wext_pernet_ops') return wireless;
  return builtin === 'all' || FEW.has(step.name);
}

/** do_initcalls (init/main.c): level by level; what an initcall returns is not looked at. */
export function* doInitcalls(k: Kernel): Run<void> {
  for (const level of INITCALL_LEVELS) {
    emit(k, { type: 'initcall.level', level });
    for (const initcall of k.laws.initcalls) {
      if (initcall.level === level) yield* doOneInitcall(k, initcall);
    }
  }
}

/** do_one_initcall (init/main.c); `initcall_blacklist=` skips one without a word. */
function* doOneInitcall(k: Kernel, { name, run }: Initcall): Run<void> {
  if (k.plan.config.initcallBlacklist.includes(name)) return;
  emit(k, { type: 'initcall.started', name });
  const startedAt = k.log.now;
  const rc = yield* run(k);
  emit(k, { type: 'initcall.returned', name, rc, duration: k.log.now - startedAt });
}

function* registerAll(k: Kernel, initcall: string, steps: readonly Step[]): Run<number> {
  if (initcall === 'inet_init') devAddPack(k);
  for (const step of steps) {
    const rc = 'dummyOf' in step ? allocDummy(k) : yield* registerPernet(k, step);
    if (rc < 0) return rc;
  }
  return 0;
}

/** alloc_netdev_dummy (net/core/dev.c); it has no namespace, and the name of a template. */
function allocDummy(k: Kernel): number {
  const net = k.nets.get(INIT_NET);
  if (net === undefined) return -ENOMEM;
  return allocNetdev(k, { name: 'dummy#', net }) === null ? -ENOMEM : 0;
}

/**
 * dev_add_pack (net/core/dev.c), which arp_init calls within inet_init: without net_dev_init the
 * heads of the packet-type lists are NULL.
 */
function devAddPack(k: Kernel): void {
  if (stateOf(k).boot.ptypes.includes(0)) return;
  bug(k, 'kernel BUG at lib/list_debug.c: list_add corruption in dev_add_pack');
}
