import type { EventBody } from '../../model/events.ts';
import type { Net } from './nets.ts';
import type { Unsettled } from './outbox.ts';

/** What cleanup_net does next. */
export interface Step {
  readonly name: string;
  /** It is one call for the whole batch. */
  readonly once: boolean;
  /** It is done to this namespace now; `null` where that is not known, or no other sign of it. */
  readonly net: Net | null;
}

/**
 * The namespaces one cleanup_net works on. It takes them all off their list before it does anything
 * else, but a log names them one by one, as their devices and operations go.
 */
export class Batch implements Unsettled {
  readonly nets = new Set<Net>();
  settled = false;
  /** Its namespaces are being released, the last thing cleanup_net does. */
  releasing = false;
  /** Those that are told together, when cleanup_net is entered. */
  #together: readonly Net[] = [];
  /** Those that went through a loss of records, so that they may be of another batch. */
  #doubtful: ReadonlySet<Net> = new Set();
  readonly #steps = new Set<string>();
  #step: string | null = null;

  /** A namespace shows itself to be in the batch; `false` where it was known, or comes too late. */
  join(net: Net): boolean {
    const late = this.settled && !this.nets.has(net);
    this.nets.add(net);
    return late;
  }

  settle(): void {
    if (!this.settled) this.#together = [...this.nets];
    this.settled = true;
  }

  /** Records were lost; what they told of the batch nobody knows. */
  interrupt(): void {
    this.settle();
    this.#doubtful = new Set(this.nets);
  }

  /** Whether a namespace is known to be in this very batch. */
  surelyHas(net: Net): boolean {
    return this.nets.has(net) && !this.#doubtful.has(net);
  }

  /**
   * cleanup_net goes on with a step. It takes a step for all its namespaces, then the next, and
   * comes back to none. `false` where this proves that the batch is over and the step belongs to
   * another one: the end of this and the beginning of that are lost.
   */
  goOn({ name, once, net }: Step): boolean {
    if (this.releasing) return false;
    if (name === this.#step) return !once;
    if (this.#steps.has(name)) return false;
    // All others were seen before the step that is over now.
    if (net !== null && this.#steps.size > 0 && this.nets.size > 0) {
      if (!this.nets.has(net)) return false;
    }
    this.#steps.add(name);
    this.#step = name;
    return true;
  }

  /** One net.cleanup a namespace, newest dead first; one without a name where the log has none. */
  cleanups(): readonly EventBody[] {
    if (this.#together.length === 0) return [{ type: 'net.cleanup', net: null }];
    return this.#together.map((net) => ({ type: 'net.cleanup', net: net.id }));
  }
}
