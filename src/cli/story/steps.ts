import type { EventOf, KernelEvent } from '../../model/events.ts';
import { pidOf } from '../../model/pid.ts';

/** One thing net_dev_init did: an event, or several of a kind in a row. */
export interface Step {
  readonly first: KernelEvent;
  readonly last: KernelEvent;
  readonly events: readonly KernelEvent[];
}

/** A run of net_dev_init (net/core/dev.c), the initcall this project is about. */
export interface NetDevInitStory {
  readonly started: EventOf<'initcall.started'>;
  readonly steps: readonly Step[];
  /** `null` where the log ends, or the kernel died, before it came back. */
  readonly returned: EventOf<'initcall.returned'> | null;
  readonly level: string | null;
}

/** Gathers what one run of net_dev_init does. */
export class Steps {
  readonly #started: EventOf<'initcall.started'>;
  readonly #level: string | null;
  readonly #steps: { events: KernelEvent[] }[] = [];
  #returned: EventOf<'initcall.returned'> | null = null;
  #over = false;

  constructor(started: EventOf<'initcall.started'>, level: string | null) {
    this.#started = started;
    this.#level = level;
  }

  /** Whether an event is part of this run: the same task did it. */
  owns(event: KernelEvent): boolean {
    return !this.#over && pidOf(event.task) === pidOf(this.#started.task);
  }

  /** The next initcall began: this one ended, though the log does not show it. */
  close(): void {
    this.#over = true;
  }

  take(event: KernelEvent): void {
    if (event.type === 'initcall.returned') {
      this.#returned = event;
      this.#over = true;
      return;
    }
    const last = this.#steps.at(-1);
    if (last !== undefined && belongsTo(event, last.events)) last.events.push(event);
    else this.#steps.push({ events: [event] });
  }

  get story(): NetDevInitStory {
    return {
      started: this.#started,
      level: this.#level,
      returned: this.#returned,
      steps: this.#steps.flatMap(({ events }) => {
        const [first, last] = [events[0], events.at(-1)];
        return first === undefined || last === undefined ? [] : [{ first, last, events }];
      }),
    };
  }
}

/** Loops are one step each: the packet-type lists, the CPUs; so is registering and initialising. */
function belongsTo(event: KernelEvent, [first]: readonly KernelEvent[]): boolean {
  if (first === undefined) return false;
  if (event.type === 'ptype.initialized' || event.type === 'softnet.initialized') {
    return first.type === event.type;
  }
  return (
    event.type === 'pernet.initialized' &&
    first.type === 'pernet.registered' &&
    first.ops === event.ops
  );
}
