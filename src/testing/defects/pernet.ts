import { exitList, exitRtnl, freeList, preExit } from '../../kernel/ops-undo-list.ts';
import type { PernetOps } from '../../kernel/pernet-ops.ts';
import type { Command } from '../../kernel/plan.ts';
import { type Defect, LIFE, swapped } from './defect.ts';

const THREE_NETS: readonly Command[] = [
  { do: 'netns.add', net: 'a' },
  { do: 'netns.add', net: 'b' },
  { do: 'netns.add', net: 'c' },
];

/** Kernels whose pernet list or namespace life cycle is wrong. */
export const pernetDefects = {
  'a subsys op goes behind the device ops': {
    wrong: 'register_pernet_subsys appends to pernet_list',
    breaks: 'pernet-subsys-first',
    alsoBreaks: ['pernet-init-order', 'pernet-exit-order'],
    plant: (laws) => ({ ...laws, placeOps: (list) => list.length }),
    plan: {
      commands: [
        { do: 'module.load', module: '8021q' },
        { do: 'netns.add', net: 'a' },
      ],
    },
  },
  'default_device_ops comes before loopback_net_ops': {
    wrong: 'net_dev_init registers the two device operations in the wrong order',
    breaks: 'pernet-subsys-first',
    alsoBreaks: ['boot-order'],
    plant: (laws) => ({
      ...laws,
      netDevInit: swapped(laws.netDevInit, 'loopback_net_ops'),
    }),
    plan: {},
  },
  'setup_net walks backwards': {
    wrong: 'setup_net initialises the subsys operations in reverse order',
    breaks: 'pernet-init-order',
    plant: (laws) => ({
      ...laws,
      setupOrder: (list) => [
        ...list.filter(({ kind }) => kind === 'subsys').toReversed(),
        ...list.filter(({ kind }) => kind === 'device'),
      ],
    }),
    plan: { commands: [{ do: 'netns.add', net: 'a' }] },
  },
  'registration starts with the newest namespace': {
    wrong: 'a late operation is initialised in the newest namespace first',
    breaks: 'pernet-init-order',
    plant: (laws) => ({ ...laws, registrationOrder: (nets) => nets.toReversed() }),
    plan: { commands: [...THREE_NETS, { do: 'module.load', module: '8021q' }] },
  },
  'two operations exit in the wrong order': {
    wrong: 'devinet_ops exits before fib_net_ops, which was registered after it',
    breaks: 'pernet-exit-order',
    plant: (laws) => ({
      ...laws,
      undoOrder: (list) => withFirst(laws.undoOrder(list), 'devinet_ops', 'fib_net_ops'),
    }),
    plan: { commands: LIFE },
  },
  'data is freed before the last exit': {
    wrong: 'the private data of operations is freed before they exit',
    breaks: 'pernet-exit-order',
    plant: (laws) => ({ ...laws, undoPhases: [preExit, exitRtnl, freeList, exitList] }),
    plan: { commands: LIFE },
  },
  'operations exit twice': {
    wrong: 'ops_exit_list runs twice over the same namespaces',
    breaks: 'pernet-exit-once',
    alsoBreaks: ['pernet-exit-order'],
    plant: (laws) => ({
      ...laws,
      undoPhases: laws.undoPhases.flatMap((phase) =>
        phase === exitList ? [phase, phase] : [phase],
      ),
    }),
    plan: { commands: LIFE },
  },
  'a failed setup_net is not undone': {
    wrong: 'setup_net forgets the operations that were initialised before the failing one',
    breaks: 'setup-rollback',
    // In a log without results: a walk that stopped on its way.
    alsoBreaks: ['pernet-init-order'],
    plant: (laws) => ({ ...laws, setupUndo: () => [] }),
    plan: {
      commands: [{ do: 'netns.add', net: 'a' }],
      faults: [{ site: 'ops_init', of: 'fib_net_ops', nth: 2 }],
    },
  },
  'a failed setup_net exits the failing operation too': {
    wrong: 'setup_net also runs the exit of the operation whose init failed',
    breaks: 'setup-rollback',
    alsoBreaks: ['pernet-exit-once'],
    plant: (laws) => ({ ...laws, setupUndo: (done, failed) => [...done, failed] }),
    plan: {
      commands: [{ do: 'netns.add', net: 'a' }],
      faults: [{ site: 'ops_init', of: 'fib_net_ops', nth: 2 }],
    },
  },
  'a failed registration is not undone': {
    wrong: 'register_pernet_operations leaves the namespaces already done as they are',
    breaks: 'registration-rollback',
    plant: (laws) => ({ ...laws, registrationUndo: () => [] }),
    plan: failedRegistration(),
  },
  'a failed registration is undone backwards': {
    wrong: 'register_pernet_operations undoes the newest namespace first',
    breaks: 'registration-rollback',
    plant: (laws) => ({ ...laws, registrationUndo: (done) => done.toReversed() }),
    plan: failedRegistration(),
  },
  'cleanup_net starts with the oldest': {
    wrong: 'a batch goes in the order in which its namespaces died',
    breaks: 'cleanup-batches',
    plant: (laws) => ({ ...laws, batchOrder: (list) => list.toReversed() }),
    plan: { commands: [...THREE_NETS, { do: 'netns.del', nets: ['a', 'b', 'c'] }] },
  },
  'cleanup batches overlap': {
    wrong: 'the workqueue "netns" has two workers',
    breaks: 'cleanup-batches',
    plant: (laws) => ({ ...laws, cleanupWorkers: 2 }),
    plan: {
      commands: [...THREE_NETS, { do: 'netns.del', nets: ['a'] }, { do: 'netns.del', nets: ['b'] }],
      schedule: [
        { run: 'main', commands: 4 },
        { run: 'netns', steps: 6 },
        { run: 'main', commands: 1 },
        { run: 'netns2', steps: 6 },
      ],
    },
  },
  'a dead namespace stays on the list': {
    wrong: 'cleanup_net leaves the namespace on net_namespace_list',
    breaks: 'net-stays-dead',
    plant: (laws) => ({ ...laws, batchUnlinked: false }),
    plan: {
      commands: [
        { do: 'netns.add', net: 'a' },
        { do: 'netns.del', nets: ['a'] },
        { do: 'module.load', module: '8021q' },
      ],
    },
  },
} as const satisfies Readonly<Record<string, Defect>>;

/** `list` with `first` in front of `second`. */
function withFirst(
  list: readonly PernetOps[],
  first: string,
  second: string,
): readonly PernetOps[] {
  const moved = list.filter(({ name }) => name === first);
  return list.flatMap((ops) => {
    if (ops.name === first) return [];
    return ops.name === second ? [...moved, ops] : [ops];
  });
}

function failedRegistration(): Defect['plan'] {
  return {
    commands: [...THREE_NETS, { do: 'module.load', module: '8021q' }],
    faults: [{ site: 'ops_init', of: 'vlan_net_ops', nth: 4 }],
  };
}
