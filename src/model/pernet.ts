import type { Draft } from 'immer';
import type { EventOf } from './events.ts';
import type { PernetState } from './state.ts';

export type PernetEvent = EventOf<'pernet.registered' | 'pernet.unregistered'>;

/**
 * Folds `pernet_list`: register_pernet_subsys inserts in front of `first_device`, which is the
 * end of the subsys half; register_pernet_device appends (net/core/net_namespace.c).
 */
export function applyPernet(pernet: Draft<PernetState>, event: PernetEvent): void {
  switch (event.type) {
    case 'pernet.registered':
      pernet[event.kind].push(event.ops);
      return;
    case 'pernet.unregistered':
      if (event.kind !== null) remove(pernet[event.kind], event.ops);
      else if (!remove(pernet.device, event.ops)) remove(pernet.subsys, event.ops);
      return;
    default:
      event satisfies never;
  }
}

function remove(list: (string | null)[], ops: string | null): boolean {
  const index = list.indexOf(ops);
  if (index === -1) return false;
  list.splice(index, 1);
  return true;
}
