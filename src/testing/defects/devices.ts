import { whereabouts } from '../../kernel/device-lookup.ts';
import { emit, type Kernel, type NetDevice } from '../../kernel/kernel.ts';
import { called } from '../../kernel/trace.ts';
import { type Defect, LIFE, ONE_DUMMY } from './defect.ts';

/** Kernels that are wrong about devices other than lo. */
export const deviceDefects = {
  'an ifindex is given twice': {
    wrong: 'dev_new_index does not look whether the ifindex is taken',
    breaks: 'ifindex-unique',
    plant: (laws) => ({ ...laws, nextIfindex: (last) => last + 1 }),
    plan: {
      commands: [
        { do: 'netns.add', net: 'a' },
        { do: 'link.add', kind: 'dummy', net: 'a', name: 'd9', index: 2 },
        { do: 'link.add', kind: 'dummy', net: 'a', name: 'd0' },
      ],
    },
  },
  'an ifindex is reused': {
    wrong: 'dev_new_index gives the lowest free ifindex',
    breaks: 'ifindex-monotonic',
    plant: (laws) => ({ ...laws, nextIfindex: (_last, taken) => laws.nextIfindex(0, taken) }),
    plan: {
      commands: [
        { do: 'module.load', module: 'sit' },
        { do: 'module.unload', module: 'sit' },
        { do: 'module.load', module: 'sit' },
      ],
    },
  },
  'a device is freed before it is unlisted': {
    wrong: 'unregister_netdevice_many frees the devices first',
    breaks: 'device-lifecycle',
    plant: (laws) => ({ ...laws, unregisterSteps: [freeFirst, ...laws.unregisterSteps] }),
    plan: { commands: [...ONE_DUMMY, { do: 'link.del', net: 'a', name: 'd0' }] },
  },
  'devices leave from the first to the last': {
    wrong: 'default_device_exit_batch walks the list forward, but for lo',
    breaks: 'device-order',
    plant: (laws) => ({
      ...laws,
      teardownOrder: ([lo, ...others]) => (lo === undefined ? [] : [...others, lo]),
    }),
    plan: { commands: LIFE },
  },
  'a device is skipped': {
    wrong: 'default_device_exit_batch overlooks the device that was listed last',
    breaks: 'no-orphans',
    alsoBreaks: ['loopback-last'],
    plant: (laws) => ({
      ...laws,
      teardownOrder: (devices) =>
        laws.teardownOrder(devices.length > 1 ? devices.slice(0, -1) : devices),
    }),
    plan: { commands: LIFE },
  },
  'a reference is leaked': {
    wrong: 'somebody forgets a reference on lo when a namespace is set up',
    breaks: 'teardown-progress',
    plant: (laws) => ({
      ...laws,
      *loopbackNetInit(k, net) {
        const rc = yield* laws.loopbackNetInit(k, net);
        if (net.loopback !== null) net.loopback.refs += 1;
        return rc;
      },
    }),
    plan: {
      commands: [
        { do: 'netns.add', net: 'a' },
        { do: 'netns.del', nets: ['a'] },
      ],
    },
  },
} as const satisfies Readonly<Record<string, Defect>>;

function freeFirst(k: Kernel, kill: readonly NetDevice[]): void {
  for (const dev of kill) {
    called(k, 'free_netdev', { dev }, () => {
      emit(k, { type: 'netdev.freed', dev: dev.id, name: whereabouts(k, dev).name });
    });
    dev.needsFree = false;
  }
}
