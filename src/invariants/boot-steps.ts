import type { EventType, KernelEvent } from '../model/events.ts';
import { canonicalOps } from './ops-names.ts';

/**
 * The steps of net_dev_init (net/core/dev.c) in program order. `direct` steps are its own calls:
 * a log that shows one call of that class shows them all. dev_proc_init is empty without PROC_FS
 * and its operations hide below the depth limit of a function graph; loops and assignments are
 * inlined; if the last step fails the kernel warns and goes on without it.
 */
export const BOOT_STEPS: readonly {
  readonly name: string;
  readonly group: StepClass;
  readonly direct: boolean;
}[] = [
  { name: 'dev_proc_ops', group: 'subsys', direct: false },
  { name: 'dev_mc_net_ops', group: 'subsys', direct: false },
  { name: 'dev_proc_init', group: 'proc', direct: false },
  { name: 'netdev_kobject_init', group: 'kobject', direct: true },
  { name: 'the packet-type lists', group: 'ptype', direct: false },
  { name: 'netdev_net_ops', group: 'subsys', direct: true },
  { name: 'the per-CPU queues', group: 'softnet', direct: false },
  { name: 'the end of the boot phase', group: 'bootphase', direct: false },
  { name: 'loopback_net_ops', group: 'device', direct: true },
  { name: 'default_device_ops', group: 'device', direct: true },
  { name: 'NET_TX', group: 'softirq', direct: true },
  { name: 'NET_RX', group: 'softirq', direct: true },
  { name: 'net/dev:dead', group: 'cpuhp', direct: false },
];

/** Steps that one kernel function takes, so that a log shows all of a class or none. */
export type StepClass =
  | 'subsys'
  | 'proc'
  | 'kobject'
  | 'ptype'
  | 'softnet'
  | 'bootphase'
  | 'device'
  | 'softirq'
  | 'cpuhp';

/** Which step an event may be: from `first` to `last`, equal where the log names it. */
export interface StepRange {
  readonly group: StepClass;
  readonly first: number;
  readonly last: number;
}

/** Says what kind of step an event shows, be it of net_dev_init or of others; `null` if none. */
export function stepClassOf(event: KernelEvent): StepClass | null {
  return event.type === 'pernet.registered' ? event.kind : (CLASS_OF.get(event.type) ?? null);
}

const CLASS_OF: ReadonlyMap<EventType, StepClass> = new Map([
  ['proc.created', 'proc'],
  ['kobject.registered', 'kobject'],
  ['ptype.initialized', 'ptype'],
  ['softnet.initialized', 'softnet'],
  ['bootphase.ended', 'bootphase'],
  ['softirq.opened', 'softirq'],
  ['cpuhp.installed', 'cpuhp'],
]);

/** Says which step of net_dev_init an event may be; `null` if none. */
export function stepOf(event: KernelEvent): StepRange | null {
  const group = stepClassOf(event);
  if (group === null) return null;
  switch (event.type) {
    case 'pernet.registered':
      return named(group, event.ops === null ? null : canonicalOps(event.ops));
    case 'softirq.opened':
      return named(group, event.vector);
    case 'cpuhp.installed':
      return named(group, event.state);
    default:
      return wholeClass(group);
  }
}

const RANGES: ReadonlyMap<StepClass, StepRange> = new Map(
  BOOT_STEPS.map(({ group }) => {
    const first = BOOT_STEPS.findIndex((step) => step.group === group);
    const last = BOOT_STEPS.findLastIndex((step) => step.group === group);
    return [group, { group, first, last }];
  }),
);

function wholeClass(group: StepClass): StepRange | null {
  return RANGES.get(group) ?? null;
}

function named(group: StepClass, name: string | null): StepRange | null {
  if (name === null) return wholeClass(group);
  const step = BOOT_STEPS.findIndex((entry) => entry.group === group && entry.name === name);
  return step === -1 ? null : { group, first: step, last: step };
}
