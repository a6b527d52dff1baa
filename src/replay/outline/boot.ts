import type { EventOf } from '../../model/events.ts';
import { OpenItem } from './item.ts';

type BootStep = EventOf<
  | 'initcall.started'
  | 'initcall.returned'
  | 'proc.created'
  | 'kobject.registered'
  | 'ptype.initialized'
  | 'softnet.initialized'
  | 'bootphase.ended'
  | 'softirq.opened'
  | 'cpuhp.installed'
>;

/**
 * Outlines the initcalls, and the steps of net_dev_init (net/core/dev.c). Softirqs and CPU hotplug
 * states that a log does not name are those of others: nothing tells them apart.
 */
export class BootOutline {
  readonly initcalls = new OpenItem('initcalls');
  readonly steps = new OpenItem('boot');
  readonly #running = new Map<string, OpenItem>();

  see(event: BootStep): void {
    switch (event.type) {
      case 'initcall.started':
        this.#running.set(event.name, this.initcalls.add(event.name, event));
        return;
      case 'initcall.returned':
        this.#return(event);
        return;
      case 'proc.created':
        this.steps.add('proc', event);
        return;
      case 'kobject.registered':
        this.steps.add('kobject', event);
        return;
      case 'ptype.initialized':
        this.steps.add(`ptype ${event.list}`, event);
        return;
      case 'softnet.initialized':
        this.steps.add(`softnet ${event.softnet}`, event);
        return;
      case 'bootphase.ended':
        this.steps.add('bootphase', event);
        return;
      case 'softirq.opened':
        if (event.vector !== null) this.steps.add(`softirq ${event.vector}`, event);
        return;
      case 'cpuhp.installed':
        if (event.state !== null) this.steps.add(`cpuhp ${event.state}`, event);
        return;
      default:
        event satisfies never;
    }
  }

  #return(event: EventOf<'initcall.returned'>): void {
    const initcall = this.#running.get(event.name) ?? this.initcalls.add(event.name, event);
    this.#running.delete(event.name);
    initcall.end(event, event.rc, event.duration);
  }
}
