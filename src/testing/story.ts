import type { DeviceEvent } from '../model/device.ts';
import type { EventOf, KernelEvent } from '../model/events.ts';

/**
 * Tells a history in plain sentences, one line an event, for counterexamples. What every boot and
 * every namespace does alike (initcalls, packet-type lists, initialised and exited operations) is
 * summed up.
 */
export function storyOf(events: Iterable<KernelEvent>): string {
  const lines: string[] = [];
  let routine = 0;
  for (const event of events) {
    const sentence = sentenceOf(event);
    if (sentence === null) {
      routine += 1;
      continue;
    }
    if (routine > 0) lines.push(`      … ${routine} of routine`);
    routine = 0;
    lines.push(`${String(event.seq).padStart(5)} ${(event.task ?? '?').padEnd(16)} ${sentence}`);
  }
  if (routine > 0) lines.push(`      … ${routine} of routine`);
  return lines.join('\n');
}

/** What happened, or `null` for routine. */
function sentenceOf(event: KernelEvent): string | null {
  switch (event.type) {
    case 'initcall.level':
    case 'ptype.initialized':
    case 'proc.created':
    case 'kobject.registered':
    case 'pernet.initialized':
    case 'pernet.exited':
      return null;
    case 'initcall.started':
      return event.name === 'net_dev_init' ? 'net_dev_init begins' : null;
    case 'initcall.returned':
      return event.name === 'net_dev_init' ? `net_dev_init returns ${event.rc}` : null;
    case 'softnet.initialized':
      return `the queues of CPU ${event.softnet} are ready`;
    case 'bootphase.ended':
      return 'devices may be registered from here';
    case 'softirq.opened':
      return `softirq ${event.vector} is handled by ${event.action}`;
    case 'softirq.entered':
      return `softirq ${event.vector} runs`;
    case 'cpuhp.installed':
      return `CPU hotplug state ${event.state} is installed`;
    case 'pernet.registered':
      return event.kind === 'device' ? `${event.ops} is registered (device)` : null;
    case 'pernet.unregistered':
      return `${event.ops} is unregistered`;
    case 'pernet.failed':
      return `${event.ops} fails in netns ${event.net} with ${event.rc}`;
    case 'kernel.warned':
    case 'kernel.bug':
    case 'kernel.panicked':
      return `${event.type.slice('kernel.'.length)}: ${event.message}`;
    case 'recording.gap':
      return `${event.lost ?? 'some'} records are lost`;
    case 'net.setup':
    case 'net.ready':
    case 'net.failed':
    case 'net.dying':
    case 'net.cleanup':
    case 'net.freed':
      return netSentence(event);
    case 'netdev.allocated':
    case 'netdev.registered':
    case 'netdev.unregistered':
    case 'netdev.failed':
    case 'netdev.renamed':
    case 'netdev.moved':
    case 'netdev.freed':
    case 'netdev.waiting':
      return deviceSentence(event);
    default:
      return event satisfies never;
  }
}

function netSentence(
  event: EventOf<
    'net.setup' | 'net.ready' | 'net.failed' | 'net.dying' | 'net.cleanup' | 'net.freed'
  >,
): string {
  switch (event.type) {
    case 'net.setup':
      return `netns ${event.net} is being set up`;
    case 'net.ready':
      return `netns ${event.net} is ready`;
    case 'net.failed':
      return `${event.net === null ? 'no netns' : `netns ${event.net} fails`}: ${event.rc}`;
    case 'net.dying':
      return `netns ${event.net} lost its last user`;
    case 'net.cleanup':
      return `netns ${event.net} is being cleaned up`;
    case 'net.freed':
      return `netns ${event.net} is freed`;
    default:
      return event satisfies never;
  }
}

function deviceSentence(event: DeviceEvent): string {
  switch (event.type) {
    case 'netdev.allocated':
      return `${event.name} is allocated (${event.dev})`;
    case 'netdev.registered':
      return `${event.name} appears in netns ${event.net} with ifindex ${event.ifindex}`;
    case 'netdev.unregistered':
      return `${event.name} (ifindex ${event.ifindex}) disappears from netns ${event.net}`;
    case 'netdev.failed':
      return `${event.name} could not be registered in netns ${event.net}: ${event.rc}`;
    case 'netdev.renamed':
      return `${event.from} is renamed to ${event.to}`;
    case 'netdev.moved':
      return (
        `${event.name} moves from netns ${event.from} (ifindex ${event.fromIfindex}) ` +
        `to netns ${event.to} (ifindex ${event.ifindex})`
      );
    case 'netdev.freed':
      return `${event.name} is freed (${event.dev})`;
    case 'netdev.waiting':
      return `the kernel waits for ${event.name}, held ${event.refs} times`;
    default:
      return event satisfies never;
  }
}
