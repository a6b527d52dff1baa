import { allocNetdev } from '../../kernel/alloc-netdev.ts';
import type { Initcall } from '../../kernel/initcalls.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { BootStep } from '../../kernel/net-dev-init.ts';
import { netNsInit } from '../../kernel/net-ns-init.ts';
import { registerNetdev } from '../../kernel/register-netdevice.ts';
import type { Run } from '../../kernel/run.ts';
import { INIT_NET } from '../../model/ids.ts';
import { type Defect, swapped } from './defect.ts';

/** Kernels whose net_dev_init is wrong. */
export const bootDefects = {
  'net_dev_init runs one level too late': {
    wrong: 'net_dev_init is an fs_initcall instead of a subsys_initcall',
    breaks: 'boot-once',
    plant: (laws) => ({
      ...laws,
      initcalls: laws.initcalls.map((call) =>
        call.name === 'net_dev_init' ? { ...call, level: 'fs' } : call,
      ),
    }),
    plan: {},
  },
  'init_net is set up too late': {
    wrong: 'net_ns_init runs as an fs_initcall, after net_dev_init',
    breaks: 'boot-after-init-net',
    plant: (laws) => ({
      ...laws,
      initNetFirst: false,
      initcalls: [
        { level: 'fs', name: 'net_ns_init', run: netNsInit },
        // On 5.17 it is an initcall already.
        ...laws.initcalls.filter(({ name }) => name !== 'net_ns_init'),
      ],
    }),
    plan: {},
  },
  'NET_RX opens before NET_TX': {
    wrong: 'the last steps of net_dev_init are swapped',
    breaks: 'boot-order',
    plant: (laws) => ({ ...laws, netDevInit: swapped(laws.netDevInit, 'NET_TX_SOFTIRQ') }),
    plan: {},
  },
  'net_dev_init leaves early': {
    wrong: 'net_dev_init returns 0 before it has opened its softirqs',
    breaks: 'boot-order',
    alsoBreaks: ['softirq-before-use'],
    plant: (laws) => ({
      ...laws,
      netDevInit: laws.netDevInit.filter(({ name }) => !LAST_STEPS.has(name)),
    }),
    plan: {},
  },
  'a device registers in the boot phase': {
    wrong: 'a device is registered while dev_boot_phase is still 1',
    breaks: 'boot-phase',
    alsoBreaks: ['loopback-first'],
    plant: (laws) => ({
      ...laws,
      bootPhaseChecked: false,
      netDevInit: before(laws.netDevInit, 'dev_boot_phase', { name: 'early0', run: earlyDevice }),
    }),
    plan: {},
  },
  'a CPU is initialised twice': {
    wrong: 'the loop over the possible CPUs comes to CPU 0 twice',
    breaks: 'softnet-per-cpu',
    plant: (laws) => ({ ...laws, softnetCpus: (cpus) => [0, ...laws.softnetCpus(cpus)] }),
    plan: {},
  },
  'NET_RX opens twice': {
    wrong: 'open_softirq(NET_RX_SOFTIRQ) is called twice',
    breaks: 'softirq-before-use',
    plant: (laws) => ({
      ...laws,
      netDevInit: laws.netDevInit.flatMap((step) =>
        step.name === 'NET_RX_SOFTIRQ' ? [step, step] : [step],
      ),
    }),
    plan: {},
  },
  'NET_RX stays closed': {
    wrong: 'open_softirq(NET_RX_SOFTIRQ) is forgotten',
    breaks: 'softirq-before-use',
    alsoBreaks: ['boot-order'],
    plant: (laws) => ({
      ...laws,
      netDevInit: laws.netDevInit.filter(({ name }) => name !== 'NET_RX_SOFTIRQ'),
    }),
    plan: { commands: [{ do: 'ping', net: 'init' }] },
  },
  'net_dev_init returns a foreign error': {
    wrong: 'the result of the last step is returned as it is',
    breaks: 'boot-result',
    plant: (laws) => ({
      ...laws,
      netDevInitResult: (rc) => rc,
      netDevInit: [...laws.netDevInit, { name: 'busy', run: busy }],
    }),
    plan: {},
  },
} as const satisfies Readonly<Record<string, Defect>>;

const LAST_STEPS: ReadonlySet<string> = new Set([
  'NET_TX_SOFTIRQ',
  'NET_RX_SOFTIRQ',
  'CPUHP_NET_DEV_DEAD',
]);

function before(steps: readonly BootStep[], name: string, extra: BootStep): readonly BootStep[] {
  return steps.flatMap((step) => (step.name === name ? [extra, step] : [step]));
}

function* earlyDevice(k: Kernel): Run<number> {
  const net = k.nets.get(INIT_NET);
  const dev = net === undefined ? null : allocNetdev(k, { name: 'early0', net, ifindex: 7 });
  return dev === null ? 0 : yield* registerNetdev(k, dev);
}

function* busy(): ReturnType<Initcall['run']> {
  yield;
  return -16;
}
