import type { EventOf, KernelEvent } from '../../model/events.ts';
import type { Step } from '../story/steps.ts';
import { ranges } from './listing.ts';
import { deviceName, netName, opsName, resultName } from './names.ts';
import { count } from './quantity.ts';

/** A step of net_dev_init (net/core/dev.c) for somebody who has not read it. */
export interface StepText {
  /** The kernel's own word for it. */
  readonly subject: string;
  readonly sentence: string;
}

/** What the five operations that net_dev_init registers are for. */
const PURPOSES: Readonly<Record<string, string>> = {
  dev_proc_ops: 'each namespace gets /proc/net/dev, softnet_stat and ptype',
  dev_mc_net_ops: 'each namespace gets /proc/net/dev_mcast',
  netdev_net_ops: 'each namespace gets its list of devices, hashed by name and by ifindex',
  loopback_net_ops: 'each namespace gets its lo: the first device operation, for ever',
  default_device_ops: 'clears a dying namespace of its devices, lo last',
};

const SOFTIRQS: Readonly<Record<string, string>> = {
  NET_TX: 'sending',
  NET_RX: 'receiving',
};

/** Tells a step. */
export function stepText({ first, events }: Step): StepText {
  switch (first.type) {
    case 'proc.created':
      return { subject: 'dev_proc_init', sentence: 'done: the files of /proc/net exist' };
    case 'kobject.registered':
      return { subject: 'netdev_kobject_init', sentence: '/sys/class/net exists' };
    case 'ptype.initialized':
      return ptypeText(events);
    case 'softnet.initialized':
      return softnetText(events);
    case 'bootphase.ended':
      return { subject: 'dev_boot_phase = 0', sentence: 'from here on devices may be registered' };
    case 'softirq.opened':
      return softirqText(first);
    case 'cpuhp.installed':
      return { subject: 'CPU hotplug', sentence: cpuhpSentence(first.state) };
    case 'pernet.registered':
      return { subject: opsName(first.ops), sentence: registeredSentence(first) };
    case 'pernet.initialized':
      return {
        subject: opsName(first.ops),
        sentence: `initialised in ${netName(first.net)}`,
      };
    case 'netdev.allocated':
      return { subject: deviceName(first.name, null), sentence: 'is allocated' };
    case 'netdev.registered':
      return {
        subject: deviceName(first.name, first.ifindex),
        sentence: `appears in ${netName(first.net)}, its first device`,
      };
    default:
      return otherText(first);
  }
}

function ptypeText(events: readonly KernelEvent[]): StepText {
  const all = events.some((event) => event.type === 'ptype.initialized' && event.list === 'all');
  const hashed = events.length - (all ? 1 : 0);
  const which = all ? `ptype_all and the ${hashed} of ptype_base` : `the ${hashed} of ptype_base`;
  return { subject: count(events.length, 'packet list'), sentence: `empty and ready: ${which}` };
}

function softnetText(events: readonly KernelEvent[]): StepText {
  const cpus = events.flatMap((event) =>
    event.type === 'softnet.initialized' ? [event.softnet] : [],
  );
  const noun = cpus.length === 1 ? 'CPU' : 'CPUs';
  return { subject: 'softnet_data', sentence: `queues of ${noun} ${ranges(cpus)} are ready` };
}

function softirqText({ vector, action }: EventOf<'softirq.opened'>): StepText {
  const purpose = SOFTIRQS[vector ?? ''];
  const handler = action === null ? 'gets its handler' : `is handled by ${action}`;
  return {
    subject: `softirq ${vector ?? '?'}`,
    sentence: purpose === undefined ? handler : `${handler}: ${purpose} can begin`,
  };
}

function cpuhpSentence(state: string | null): string {
  const name = state === null ? '' : ` (${state})`;
  return `a CPU that dies hands its packets on${name}`;
}

function registeredSentence({ ops, kind }: EventOf<'pernet.registered'>): string {
  return PURPOSES[ops ?? ''] ?? `registered, of kind ${kind}`;
}

function otherText(event: KernelEvent): StepText {
  switch (event.type) {
    case 'pernet.failed':
      return { subject: opsName(event.ops), sentence: `fails with ${resultName(event.rc)}` };
    case 'pernet.unregistered':
      return { subject: opsName(event.ops), sentence: 'is taken back' };
    case 'netdev.failed':
      return {
        subject: deviceName(event.name, null),
        sentence: `could not be registered: ${resultName(event.rc)}`,
      };
    case 'kernel.warned':
    case 'kernel.bug':
    case 'kernel.panicked':
      return { subject: event.type, sentence: event.message };
    case 'recording.gap':
      return { subject: 'gap', sentence: 'the recording lost something here' };
    default:
      return { subject: event.type, sentence: 'happened in between' };
  }
}
