import type { PernetKind } from '../../model/events.ts';

/** The steps of net_dev_init (net/core/dev.c) in program order; `end` is `return 0`. */
export const STEPS = [
  'dev_proc_ops',
  'dev_mc_net_ops',
  'proc',
  'kobject',
  'ptype',
  'netdev_net_ops',
  'softnet',
  'bootphase',
  'loopback_net_ops',
  'default_device_ops',
  'NET_TX',
  'NET_RX',
  'cpuhp',
  'end',
] as const;

export type Step = (typeof STEPS)[number];

/** The registrations of net_dev_init by kind, in program order. */
export const REGISTRATIONS = {
  subsys: ['dev_proc_ops', 'dev_mc_net_ops', 'netdev_net_ops'],
  device: ['loopback_net_ops', 'default_device_ops'],
} as const satisfies Readonly<Record<PernetKind, readonly Step[]>>;

/** The softirqs of net_dev_init with their handlers, in program order. */
export const NET_SOFTIRQS = [
  { vector: 'NET_TX', action: 'net_tx_action' },
  { vector: 'NET_RX', action: 'net_rx_action' },
] as const;

/** The name of CPUHP_NET_DEV_DEAD, the hotplug state net_dev_init installs. */
export const NET_DEV_DEAD = 'net/dev:dead';

/** Kinds of steps that some logs show and others do not. */
export type Shown = 'pernet' | 'init' | 'softirq' | 'cpuhp' | 'proc' | 'kobject';
