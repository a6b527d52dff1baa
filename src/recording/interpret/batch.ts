import type { EventBody } from '../../model/events.ts';
import type { Net } from './nets.ts';
import type { Unsettled } from './outbox.ts';

/**
 * The namespaces one cleanup_net works on. It takes them all off their list before it does anything
 * else, but a log names them one by one, as their devices and operations go.
 */
export class Batch implements Unsettled {
  readonly nets = new Set<Net>();
  settled = false;

  /** A namespace shows itself to be in the batch; `false` where it was known, or comes too late. */
  join(net: Net): boolean {
    const late = this.settled && !this.nets.has(net);
    this.nets.add(net);
    return late;
  }

  settle(): void {
    this.settled = true;
  }

  /** One net.cleanup a namespace, newest dead first; one without a name where the log has none. */
  cleanups(): readonly EventBody[] {
    if (this.nets.size === 0) return [{ type: 'net.cleanup', net: null }];
    return [...this.nets].map((net) => ({ type: 'net.cleanup', net: net.id }));
  }
}
