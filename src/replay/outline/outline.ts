import type { KernelEvent } from '../../model/events.ts';
import { BootOutline } from './boot.ts';
import type { Item } from './item.ts';
import { NamespacesOutline } from './namespaces.ts';
import { PernetOutline } from './pernet.ts';
import { TroubleOutline } from './trouble.ts';

/** The parts of an outline, in the order in which they are compared. */
export const SECTIONS = ['initcalls', 'boot', 'pernet', 'namespaces', 'trouble'] as const;

/** A part of an outline. */
export type Section = (typeof SECTIONS)[number];

/**
 * What happened in a recording, by its structure: initcalls, steps of net_dev_init and pernet
 * operations by name, namespaces by the order of their birth, devices by name in the namespace
 * they were first listed in. What depends on timing alone is left out: initcall levels, the first
 * run of a softirq, how often a warning was repeated.
 */
export function outline(events: Iterable<KernelEvent>): Readonly<Record<Section, readonly Item[]>> {
  const outliner = new Outliner();
  for (const event of events) outliner.see(event);
  return outliner.sections;
}

class Outliner {
  readonly #boot = new BootOutline();
  readonly #pernet = new PernetOutline();
  readonly #namespaces = new NamespacesOutline();
  readonly #trouble = new TroubleOutline();

  get sections(): Readonly<Record<Section, readonly Item[]>> {
    return {
      initcalls: this.#boot.initcalls.items,
      boot: this.#boot.steps.items,
      pernet: this.#pernet.registered.items,
      namespaces: this.#namespaces.all.items,
      trouble: this.#trouble.all.items,
    };
  }

  see(event: KernelEvent): void {
    switch (event.type) {
      case 'initcall.level':
      case 'softirq.entered':
      case 'netdev.allocated':
        return;
      case 'initcall.started':
      case 'initcall.returned':
      case 'proc.created':
      case 'kobject.registered':
      case 'ptype.initialized':
      case 'softnet.initialized':
      case 'bootphase.ended':
      case 'softirq.opened':
      case 'cpuhp.installed':
        this.#boot.see(event);
        return;
      case 'pernet.registered':
      case 'pernet.unregistered':
        this.#pernet.see(event);
        return;
      case 'net.setup':
      case 'net.ready':
      case 'net.failed':
      case 'net.dying':
      case 'net.cleanup':
      case 'net.freed':
      case 'pernet.initialized':
      case 'pernet.failed':
      case 'pernet.exited':
        this.#namespaces.see(event);
        return;
      case 'netdev.registered':
      case 'netdev.unregistered':
      case 'netdev.failed':
      case 'netdev.renamed':
      case 'netdev.moved':
      case 'netdev.freed':
        this.#namespaces.seeDevice(event);
        return;
      case 'netdev.waiting':
      case 'kernel.warned':
      case 'kernel.bug':
      case 'kernel.panicked':
      case 'recording.gap':
        this.#trouble.see(event);
        return;
      default:
        event satisfies never;
    }
  }
}
