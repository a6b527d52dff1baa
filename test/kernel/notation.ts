import { type PlanInput, planOf } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { INIT_NET } from '../../src/model/ids.ts';

/**
 * Events in the notation of kernel.md, section 7, one string each: namespaces are called `init`,
 * `n1`, `n2` … in the order they are first heard of, whatever their inode numbers.
 */
export function brief(events: readonly KernelEvent[]): readonly string[] {
  const labels = new Map<string | null, string>([
    [null, '?'],
    [INIT_NET, 'init'],
  ]);
  const labelOf = (net: string | null): string => {
    const label = labels.get(net) ?? `n${labels.size - 1}`;
    labels.set(net, label);
    return label;
  };
  return events.map((event) => briefEvent(event, labelOf));
}

/** What a plan does after the boot, in that notation. */
export function briefLife(events: readonly KernelEvent[]): readonly string[] {
  const booted = events.findLastIndex(({ type }) => type.startsWith('initcall.'));
  return brief(events).slice(booted + 1);
}

/**
 * What happens to namespaces and devices after the boot, without what every namespace's
 * operations do alike when they are initialised and exit.
 */
export function deviceLife(input: PlanInput): readonly string[] {
  return briefLife(simulate(planOf(input))).filter(
    (line) => !/^(init|pre_exit|exit|exit_batch|exit_rtnl|free)\(\w+_ops/.test(line),
  );
}

function briefEvent(event: KernelEvent, label: (net: string | null) => string): string {
  switch (event.type) {
    case 'pernet.registered':
    case 'pernet.unregistered':
      return `${event.type === 'pernet.registered' ? 'reg' : 'unreg'}(${event.ops})`;
    case 'pernet.initialized':
      return `init(${event.ops}, ${label(event.net)})`;
    case 'pernet.failed':
      return `fail(${event.ops}, ${label(event.net)}, ${event.rc})`;
    case 'pernet.exited':
      return `${event.phase}(${event.ops}, ${label(event.net)})`;
    case 'net.failed':
      return `failed(${event.net === null ? 'none' : label(event.net)}, ${event.rc})`;
    case 'net.setup':
    case 'net.ready':
    case 'net.dying':
    case 'net.cleanup':
    case 'net.freed':
      return `${event.type.slice('net.'.length)}(${label(event.net)})`;
    case 'netdev.allocated':
      return `alloc(${event.name})`;
    case 'netdev.registered':
      return `list(${event.name}@${label(event.net)} ${event.ifindex})`;
    case 'netdev.unregistered':
      return `unlist(${event.name}@${label(event.net)})`;
    case 'netdev.moved':
      return (
        `move(${event.name}, ${label(event.from)} ${event.fromIfindex}, ` +
        `${label(event.to)} ${event.ifindex})`
      );
    case 'netdev.renamed':
      return `rename(${event.from}, ${event.to})`;
    case 'netdev.failed':
      return `fail(${event.name}@${label(event.net)}, ${event.rc})`;
    case 'netdev.freed':
      return `free(${event.name})`;
    case 'netdev.waiting':
      return `wait(${event.name}, ${event.refs})`;
    case 'initcall.level':
      return `level(${event.level})`;
    case 'initcall.started':
      return `start(${event.name})`;
    case 'initcall.returned':
      return `return(${event.name}, ${event.rc})`;
    case 'softirq.opened':
      return `open(${event.vector})`;
    case 'softirq.entered':
      return `run(${event.vector})`;
    case 'softnet.initialized':
      return `softnet(${event.softnet})`;
    case 'ptype.initialized':
      return `ptype(${event.list})`;
    case 'cpuhp.installed':
      return `cpuhp(${event.state})`;
    case 'kernel.warned':
    case 'kernel.bug':
    case 'kernel.panicked':
      return `${event.type.slice('kernel.'.length)}(${event.message})`;
    default:
      return event.type;
  }
}
