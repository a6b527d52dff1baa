import type { StateDraft } from './draft.ts';
import type { EventOf } from './events.ts';

export type SoftnetEvent = EventOf<'softnet.initialized' | 'softirq.opened' | 'softirq.entered'>;

/** Folds the per-CPU queues and the softirq vectors: net_dev_init, open_softirq. */
export function applySoftnet(draft: StateDraft, event: SoftnetEvent): void {
  switch (event.type) {
    case 'softnet.initialized':
      draft.softnet.set(event.softnet, { since: event.seq });
      return;
    case 'softirq.opened': {
      if (event.vector === null) return;
      const softirq = draft.softirqs.get(event.vector);
      if (softirq === undefined) {
        draft.softirqs.set(event.vector, {
          action: event.action,
          since: event.seq,
          opened: 1,
          entered: null,
        });
      } else {
        softirq.action = event.action;
        softirq.opened += 1;
      }
      return;
    }
    case 'softirq.entered': {
      const softirq = draft.softirqs.get(event.vector);
      if (softirq !== undefined) softirq.entered ??= event.seq;
      return;
    }
    default:
      event satisfies never;
  }
}
