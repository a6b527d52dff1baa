import type { PernetEvent } from '../../model/pernet.ts';
import { OpenItem, UNNAMED } from './item.ts';

/** Outlines `pernet_list` (net/core/net_namespace.c): what was linked into it, and taken out. */
export class PernetOutline {
  readonly registered = new OpenItem('pernet');
  readonly #linked = new Map<string | null, OpenItem>();

  see(event: PernetEvent): void {
    const ops = event.ops ?? UNNAMED;
    if (event.type === 'pernet.registered') {
      this.#linked.set(event.ops, this.registered.add(`${event.kind} ${ops}`, event));
      return;
    }
    const linked = this.#linked.get(event.ops) ?? this.registered.add(`older ${ops}`, event);
    this.#linked.delete(event.ops);
    linked.add('unregistered', event);
  }
}
