import { applyBoot } from './boot.ts';
import { applyDevice } from './device.ts';
import type { StateDraft } from './draft.ts';
import type { KernelEvent } from './events.ts';
import { applyNamespace } from './namespace.ts';
import { applyPernet } from './pernet.ts';
import { applySoftnet } from './softnet.ts';
import { applyTrouble } from './trouble.ts';

/**
 * The one recipe: changes the draft as the event says. Total: any well-formed event is taken,
 * however absurd the history; absurd histories are what the judge is for.
 */
export function apply(draft: StateDraft, event: KernelEvent): void {
  draft.events += 1;
  switch (event.type) {
    case 'initcall.level':
    case 'initcall.started':
    case 'initcall.returned':
    case 'proc.created':
    case 'kobject.registered':
    case 'ptype.initialized':
    case 'bootphase.ended':
    case 'cpuhp.installed':
      applyBoot(draft.boot, event);
      return;
    case 'softnet.initialized':
    case 'softirq.opened':
    case 'softirq.entered':
      applySoftnet(draft, event);
      return;
    case 'pernet.registered':
    case 'pernet.unregistered':
      applyPernet(draft.pernet, event);
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
      applyNamespace(draft, event);
      return;
    case 'netdev.allocated':
    case 'netdev.registered':
    case 'netdev.unregistered':
    case 'netdev.failed':
    case 'netdev.renamed':
    case 'netdev.moved':
    case 'netdev.freed':
    case 'netdev.waiting':
      applyDevice(draft, event);
      return;
    case 'kernel.warned':
    case 'kernel.bug':
    case 'kernel.panicked':
    case 'recording.gap':
      applyTrouble(draft.trouble, event);
      return;
    default:
      event satisfies never;
  }
}
