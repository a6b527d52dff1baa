import type { DeviceEvent } from '../../model/device.ts';
import type { EventOf, KernelEvent } from '../../model/events.ts';
import { isSeam } from '../../model/gap.ts';
import { holdersInWords } from '../../model/holders.ts';
import type { NamespaceEvent } from '../../model/namespace.ts';
import { duration } from './duration.ts';
import { type Piece, span } from './line.ts';
import { deviceName, netName, opsName, resultName } from './names.ts';
import { count } from './quantity.ts';

type BootEvent = EventOf<
  | 'initcall.level'
  | 'initcall.started'
  | 'initcall.returned'
  | 'proc.created'
  | 'kobject.registered'
  | 'ptype.initialized'
  | 'softnet.initialized'
  | 'bootphase.ended'
  | 'softirq.opened'
  | 'softirq.entered'
  | 'cpuhp.installed'
>;

/** Any event as a sentence that stands alone. */
export function sentence(event: KernelEvent): readonly Piece[] {
  switch (event.type) {
    case 'pernet.registered':
      return [span('name', opsName(event.ops)), ` registered (${event.kind})`];
    case 'pernet.unregistered':
      return [span('name', opsName(event.ops)), ' unregistered'];
    case 'net.setup':
    case 'net.ready':
    case 'net.failed':
    case 'net.dying':
    case 'net.cleanup':
    case 'net.freed':
    case 'pernet.initialized':
    case 'pernet.failed':
    case 'pernet.exited':
      return namespaceSentence(event);
    case 'netdev.allocated':
    case 'netdev.registered':
    case 'netdev.unregistered':
    case 'netdev.failed':
    case 'netdev.renamed':
    case 'netdev.moved':
    case 'netdev.freed':
    case 'netdev.waiting':
      return deviceSentence(event);
    case 'kernel.warned':
      return [span('unsure', 'warning: '), event.message];
    case 'kernel.bug':
      return [span('bad', 'bug: '), event.message];
    case 'kernel.panicked':
      return [span('bad', 'panic: '), event.message];
    case 'recording.gap':
      return gapSentence(event);
    default:
      return [bootSentence(event)];
  }
}

function gapSentence(event: EventOf<'recording.gap'>): readonly Piece[] {
  if (event.evidence === 'inferred') {
    return [span('unsure', 'records may be missing'), ': of other CPUs, or of deeper calls'];
  }
  if (isSeam(event)) {
    return [span('unsure', 'another recording follows'), ': nothing tells which came first'];
  }
  return [span('unsure', 'records were lost'), event.lost === null ? '' : `: ${event.lost}`];
}

function bootSentence(event: BootEvent): string {
  switch (event.type) {
    case 'initcall.level':
      return `initcalls of level ${event.level} begin`;
    case 'initcall.started':
      return `${event.name} begins`;
    case 'initcall.returned': {
      const took = event.duration === null ? '' : ` after ${duration(event.duration)}`;
      return `${event.name} returns ${resultName(event.rc)}${took}`;
    }
    case 'proc.created':
      return 'the files of /proc/net exist';
    case 'kobject.registered':
      return '/sys/class/net exists';
    case 'ptype.initialized':
      return `packet-type list ${event.list} is ready`;
    case 'softnet.initialized':
      return `the queues of CPU ${event.softnet} are ready`;
    case 'bootphase.ended':
      return 'devices may be registered from here on';
    case 'softirq.opened':
      return `softirq ${event.vector ?? '?'} is handled by ${event.action ?? '?'}`;
    case 'softirq.entered':
      return `softirq ${event.vector} runs for the first time`;
    case 'cpuhp.installed':
      return `CPU hotplug state ${event.state ?? '?'} is installed`;
    default:
      return event satisfies never;
  }
}

function namespaceSentence(event: NamespaceEvent): readonly Piece[] {
  const net = netName(event.net);
  switch (event.type) {
    case 'net.setup':
      return [`the setup of ${net} begins`];
    case 'net.ready':
      return [`${net} is ready: tasks can use it`];
    case 'net.failed':
      return [
        event.net === null ? 'a namespace could not be created' : `the setup of ${net} failed`,
        `: ${resultName(event.rc)}`,
      ];
    case 'net.dying':
      return [`the last user of ${net} is gone`];
    case 'net.cleanup':
      return [`the cleanup of ${net} begins`];
    case 'net.freed':
      return [`${net} is freed`];
    case 'pernet.initialized':
      return [span('name', opsName(event.ops)), ` initialised in ${net}`];
    case 'pernet.failed':
      return [span('bad', `${opsName(event.ops)} fails in ${net}: ${resultName(event.rc)}`)];
    case 'pernet.exited':
      return [span('name', opsName(event.ops)), ` exited (${event.phase}) from ${net}`];
    default:
      return event satisfies never;
  }
}

function deviceSentence(event: DeviceEvent): readonly Piece[] {
  switch (event.type) {
    case 'netdev.allocated':
      return [device(event.name, null), ' is allocated'];
    case 'netdev.registered':
      return [device(event.name, event.ifindex), ` appears in ${netName(event.net)}`];
    case 'netdev.unregistered':
      return [device(event.name, event.ifindex), ` disappears from ${netName(event.net)}`];
    case 'netdev.failed':
      return [device(event.name, null), ` is refused: ${resultName(event.rc)}`];
    case 'netdev.renamed':
      return [`${event.from ?? '?'} is now called `, device(event.to, null)];
    case 'netdev.moved':
      return [
        device(event.name, event.ifindex),
        ` moves from ${netName(event.from)} to ${netName(event.to)}`,
      ];
    case 'netdev.freed':
      return [device(event.name, null), ' is freed'];
    case 'netdev.waiting':
      return [
        span('bad', `waiting for ${event.name} to become free`),
        `: ${event.refs === null ? 'some' : count(event.refs)} references are held`,
        ...(event.holders === undefined ? [] : [`, taken by ${holdersInWords(event.holders)}`]),
      ];
    default:
      return event satisfies never;
  }
}

function device(name: string | null, ifindex: number | null): Piece {
  return span('name', deviceName(name, ifindex));
}
