import type { NetDraft, StateDraft } from './draft.ts';
import type { EventOf } from './events.ts';
import type { NetId } from './ids.ts';

export type NamespaceEvent = EventOf<
  | 'net.setup'
  | 'net.ready'
  | 'net.failed'
  | 'net.dying'
  | 'net.cleanup'
  | 'net.freed'
  | 'pernet.initialized'
  | 'pernet.failed'
  | 'pernet.exited'
>;

/** Folds the life of namespaces: setup_net to cleanup_net (net/core/net_namespace.c). */
export function applyNamespace(draft: StateDraft, event: NamespaceEvent): void {
  if (event.net === null) return;
  switch (event.type) {
    case 'net.setup':
      draft.nets.set(event.net, newNet(event.net, 'setup'));
      return;
    case 'net.ready':
      netIn(draft, event.net).status = 'ready';
      return;
    case 'net.failed':
      netIn(draft, event.net).status = 'failed';
      return;
    case 'net.dying':
      netIn(draft, event.net).status = 'dying';
      return;
    case 'net.cleanup':
      netIn(draft, event.net).status = 'cleanup';
      return;
    case 'net.freed':
      freeNet(draft, event.net);
      return;
    case 'pernet.initialized':
      netIn(draft, event.net).initialized += 1;
      return;
    case 'pernet.failed':
    case 'pernet.exited':
      netIn(draft, event.net);
      return;
    default:
      event satisfies never;
  }
}

/** The draft of a namespace; one that is first heard of now is older than the log. */
export function netIn(draft: StateDraft, net: NetId): NetDraft {
  const known = draft.nets.get(net);
  if (known !== undefined) return known;
  draft.nets.set(net, newNet(net, 'unknown'));
  return netIn(draft, net);
}

function newNet(net: NetId, status: NetDraft['status']): NetDraft {
  return { net, status, loopback: null, devices: new Set(), leaving: new Set(), initialized: 0 };
}

/** A log that shows no free_netdev still must not pile up the devices of dead namespaces. */
function freeNet(draft: StateDraft, net: NetId): void {
  draft.freed.nets += 1;
  const known = draft.nets.get(net);
  if (known === undefined) return;
  for (const dev of known.leaving) draft.devices.delete(dev);
  draft.nets.delete(net);
}
