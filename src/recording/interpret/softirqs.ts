import type { Context } from '../observation.ts';
import type { Outbox } from './outbox.ts';

/** The softirq vectors by number: enum of include/linux/interrupt.h, the same in all trees. */
const VECTORS = [
  'HI',
  'TIMER',
  'NET_TX',
  'NET_RX',
  'BLOCK',
  'IRQ_POLL',
  'TASKLET',
  'SCHED',
  'HRTIMER',
  'RCU',
] as const;

/** The name of a softirq vector, `"NET_RX"` for 3. */
export function softirqName(nr: number | null): string | null {
  return VECTORS[nr ?? -1] ?? null;
}

/**
 * The networking softirqs seen running: the first run of each is an event, later ones (thousands a
 * second) tell nothing new.
 */
export class SoftirqRuns {
  readonly #seen = new Set<string>();

  /** A softirq_entry tracepoint. */
  enter(line: Context, nr: number | null, outbox: Outbox): void {
    const vector = softirqName(nr);
    if (!vector?.startsWith('NET_') || this.#seen.has(vector)) return;
    this.#seen.add(vector);
    outbox.post(line, () => ({ type: 'softirq.entered', vector }));
  }
}
