import { allocNetdev } from '../../kernel/alloc-netdev.ts';
import type { Kernel, NetNamespace } from '../../kernel/kernel.ts';
import { LINK_OPS } from '../../kernel/links.ts';
import type { PernetOps } from '../../kernel/pernet-ops.ts';
import { registerNetdev } from '../../kernel/register-netdevice.ts';
import type { Run } from '../../kernel/run.ts';
import { INIT_NET } from '../../model/ids.ts';
import { type Defect, LIFE } from './defect.ts';

/** Kernels that are wrong about lo. */
export const loopbackDefects = {
  'a subsys op registers a device': {
    wrong: 'a subsys operation registers a device before lo is there',
    breaks: 'loopback-first',
    alsoBreaks: ['ifindex-monotonic', 'loopback-freed-last'],
    plant: (laws) => ({
      ...laws,
      setupOrder: (list) => laws.setupOrder(list).map(withEarlyDevice),
    }),
    plan: { commands: [{ do: 'netns.add', net: 'a' }] },
  },
  'ifindexes start at 2': {
    wrong: 'the first ifindex of a namespace is 2, and loopback_net_init does not check',
    breaks: 'loopback-ifindex',
    plant: (laws) => ({
      ...laws,
      loopbackIndexChecked: false,
      nextIfindex: (last, taken) => laws.nextIfindex(Math.max(last, 1), taken),
    }),
    plan: { commands: [{ do: 'netns.add', net: 'a' }] },
  },
  'lo leaves first': {
    wrong: 'default_device_exit_batch walks the device list forward',
    breaks: 'loopback-last',
    alsoBreaks: ['device-order', 'loopback-freed-last'],
    plant: (laws) => ({ ...laws, teardownOrder: (devices) => devices }),
    plan: { commands: LIFE },
  },
  'devices leave in alphabetical order': {
    wrong: 'default_device_exit_batch walks the devices in an order of its own',
    breaks: 'loopback-last',
    alsoBreaks: ['device-order', 'loopback-freed-last'],
    plant: (laws) => ({
      ...laws,
      teardownOrder: (devices) =>
        devices.toSorted((a, b) => (a.request.name < b.request.name ? -1 : 1)),
    }),
    plan: {
      commands: [
        ...LIFE.slice(0, 2),
        { do: 'link.add', kind: 'dummy', net: 'a', name: 'x0' },
        ...LIFE.slice(-1),
      ],
    },
  },
  'lo can move': {
    wrong: 'loopback_setup forgets to bind lo to its namespace',
    breaks: 'loopback-stays',
    alsoBreaks: ['loopback-once'],
    plant: (laws) => ({ ...laws, loopbackImmutable: false }),
    plan: {
      commands: [
        { do: 'netns.add', net: 'a' },
        { do: 'netns.add', net: 'b' },
        { do: 'link.move', net: 'a', name: 'lo', to: 'b', as: 'lo9' },
      ],
    },
  },
  'a namespace has no lo': {
    wrong: 'loopback_net_init does nothing in new namespaces',
    breaks: 'loopback-once',
    plant: (laws) => ({
      ...laws,
      *loopbackNetInit(k, net) {
        return net.id === INIT_NET ? yield* laws.loopbackNetInit(k, net) : 0;
      },
    }),
    plan: { commands: [{ do: 'netns.add', net: 'a' }] },
  },
  'a namespace has two lo': {
    wrong: 'loopback_net_init makes a second loopback device',
    breaks: 'loopback-once',
    plant: (laws) => ({
      ...laws,
      *loopbackNetInit(k, net) {
        const rc = yield* laws.loopbackNetInit(k, net);
        return rc < 0 ? rc : yield* makeDevice(k, net, 'lo%d', 0);
      },
    }),
    plan: { commands: [{ do: 'netns.add', net: 'a' }] },
  },
  'lo is freed first': {
    wrong: 'netdev_run_todo of 5.17 takes the devices from the end of its list',
    breaks: 'loopback-freed-last',
    plant: (laws) => ({ ...laws, awaited: (todo) => todo.slice(-1) }),
    plan: { kernel: '5.17', commands: LIFE },
  },
} as const satisfies Readonly<Record<string, Defect>>;

function withEarlyDevice(ops: PernetOps): PernetOps {
  if (ops.name !== 'packet_net_ops') return ops;
  return {
    ...ops,
    init: { fn: 'packet_net_init', run: (k, net) => makeDevice(k, net, 'early0', 7) },
  };
}

function* makeDevice(k: Kernel, net: NetNamespace, name: string, ifindex: number): Run<number> {
  const dev = allocNetdev(k, { name, net, ifindex, ops: LINK_OPS.dummy });
  return dev === null ? 0 : yield* registerNetdev(k, dev);
}
