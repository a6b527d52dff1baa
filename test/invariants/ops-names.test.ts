import { describe, expect, it } from 'vitest';
import { canonicalOps, NETDEV_OPS } from '../../src/invariants/ops-names.ts';
import { knownCallbacks, opsOf } from '../../src/recording/interpret/known-ops.ts';

/** The operations that promises speak of, by name: net_ns_init and net_dev_init register them. */
const NAMED = [
  'net_ns_ops',
  'proc_net_ns_ops',
  'net_inuse_ops',
  'netlink_net_ops',
  'rtnetlink_net_ops',
  'genl_pernet_ops',
  'proto_net_ops',
  'dev_proc_ops',
  'dev_mc_net_ops',
  'netdev_net_ops',
  'loopback_net_ops',
  'default_device_ops',
];

describe('the name of an operation that a promise speaks of', () => {
  const callbacks = [...knownCallbacks()];

  it('is that of the operation, wherever its callback names it in promises at all', () => {
    const renamed = callbacks.filter((callback) => canonicalOps(callback) !== callback);
    expect(renamed.filter((callback) => canonicalOps(callback) !== opsOf(callback))).toEqual([]);
    expect([...new Set(renamed.map(canonicalOps))].sort()).toEqual([...NAMED].sort());
  });

  it('is its own already, and its exit callback leads to it as well as its init', () => {
    expect(NAMED.map(canonicalOps)).toEqual(NAMED);
    expect(['netdev_init', 'netdev_exit'].map(canonicalOps)).toEqual(Array(2).fill(NETDEV_OPS));
    expect(canonicalOps('my_net_ops')).toBe('my_net_ops');
  });
});
