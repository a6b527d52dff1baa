import { NET_DEV_INIT } from '../../model/boot.ts';
import type { KernelEvent } from '../../model/events.ts';
import type { KernelState } from '../../model/state.ts';
import { isBootTask } from './boot-story.ts';

/** One thing worth a line: an event, or many of a kind in a row. */
export interface Entry {
  readonly kind: 'event' | 'routine' | 'initialised' | 'exited' | 'ptypes' | 'queues';
  readonly first: KernelEvent;
  readonly events: readonly KernelEvent[];
}

/** Writes down a recording in the order of its events, summing up what is many of a kind. */
export class Chronicle {
  #kind: Entry['kind'] = 'event';
  #events: KernelEvent[] = [];

  /** Takes the next event; gives the entry that is complete by it, if one is. */
  take(event: KernelEvent, before: KernelState): Entry | null {
    const kind = kindOf(event, before);
    const last = this.#events.at(-1);
    if (last !== undefined && kind === this.#kind && isMore(kind, last, event)) {
      this.#events.push(event);
      return null;
    }
    const entry = this.#entry;
    this.#kind = kind;
    this.#events = [event];
    return entry;
  }

  /** The recording is over: the last entry, if there is one. */
  end(): Entry | null {
    const entry = this.#entry;
    this.#events = [];
    return entry;
  }

  get #entry(): Entry | null {
    const [first] = this.#events;
    return first === undefined ? null : { kind: this.#kind, first, events: this.#events };
  }
}

function kindOf(event: KernelEvent, { boot }: KernelState): Entry['kind'] {
  const routine = boot.phase !== 'running' && isBootTask(event);
  switch (event.type) {
    case 'initcall.started':
    case 'initcall.returned':
      return event.name === NET_DEV_INIT ? 'event' : 'routine';
    case 'softirq.opened':
    case 'cpuhp.installed':
    case 'pernet.registered':
      return routine ? 'routine' : 'event';
    case 'pernet.initialized':
      return routine ? 'routine' : 'initialised';
    case 'pernet.exited':
      return 'exited';
    case 'ptype.initialized':
      return 'ptypes';
    case 'softnet.initialized':
      return 'queues';
    default:
      return 'event';
  }
}

/** Operations belong together by namespace, as setup_net has it, or by name, as a module has it. */
function isMore(kind: Entry['kind'], last: KernelEvent, event: KernelEvent): boolean {
  if (kind === 'event') return false;
  if (last.type !== 'pernet.initialized' || event.type !== 'pernet.initialized') return true;
  return kind === 'routine' || last.net === event.net || last.ops === event.ops;
}
