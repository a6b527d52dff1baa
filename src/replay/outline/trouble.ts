import type { EventOf } from '../../model/events.ts';
import type { TroubleEvent } from '../../model/trouble.ts';
import { OpenItem } from './item.ts';

/** Outlines what the kernel complained about, and where the recording lost something. */
export class TroubleOutline {
  readonly all = new OpenItem('trouble');
  readonly #waitedFor = new Set<string>();

  see(event: TroubleEvent | EventOf<'netdev.waiting'>): void {
    switch (event.type) {
      case 'netdev.waiting':
        if (this.#waitedFor.has(event.name)) return; // The kernel says so again every 10 seconds.
        this.#waitedFor.add(event.name);
        this.all.add(`waiting for ${event.name}`, event);
        return;
      case 'kernel.warned':
        this.all.add('warning', event);
        return;
      case 'kernel.bug':
        this.all.add('bug', event);
        return;
      case 'kernel.panicked':
        this.all.add('panic', event);
        return;
      case 'recording.gap':
        this.all.add('gap', event);
        return;
      default:
        event satisfies never;
    }
  }
}
