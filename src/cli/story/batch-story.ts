import type { KernelEvent } from '../../model/events.ts';
import type { NetId } from '../../model/ids.ts';

/** One run of cleanup_net (net/core/net_namespace.c): namespaces that die together. */
export interface BatchStory {
  /** From 1. */
  readonly number: number;
  /** Newest dead first, as cleanup_net takes them; `null` where the log names none. */
  readonly nets: readonly (NetId | null)[];
  readonly first: KernelEvent;
  readonly last: KernelEvent;
  /** How many devices left the lists while it ran. */
  readonly devices: number;
  /** The recording shows that namespaces of it were freed. */
  readonly closing: boolean;
}

interface Batch {
  readonly number: number;
  readonly nets: (NetId | null)[];
  readonly first: KernelEvent;
  last: KernelEvent;
  devices: number;
  /** Namespaces of it were freed already: a further cleanup begins another batch. */
  closing: boolean;
}

/** Gathers the batches. A single worker runs them, so they never overlap. */
export class BatchTeller {
  readonly #batches: Batch[] = [];
  readonly #most: number;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The batch an event belongs to; `null` where none is running. */
  take(event: KernelEvent): Batch | null {
    const current = this.#batches.at(-1) ?? null;
    if (event.type === 'net.cleanup') {
      const batch = current === null || current.closing ? this.#open(event) : current;
      batch.nets.push(event.net);
      batch.last = event;
      return batch;
    }
    if (current === null || !isPart(event, current)) return null;
    current.last = event;
    if (event.type === 'netdev.unregistered') current.devices += 1;
    if (event.type === 'net.freed') current.closing = true;
    return current;
  }

  get stories(): readonly BatchStory[] {
    return this.#batches;
  }

  /** How many batches there were in all. */
  get count(): number {
    return this.#count;
  }

  #open(first: KernelEvent): Batch {
    this.#count += 1;
    const batch = { number: this.#count, nets: [], first, last: first, devices: 0, closing: false };
    if (this.#batches.length >= this.#most) this.#batches.splice(-1, 1, batch);
    else this.#batches.push(batch);
    return batch;
  }
}

function isPart(event: KernelEvent, batch: Batch): boolean {
  if (event.type === 'net.freed') return event.net === null || batch.nets.includes(event.net);
  if (batch.closing) return false;
  return event.type === 'pernet.exited' || event.type === 'netdev.unregistered';
}
