import { NET_DEV_INIT } from '../../model/boot.ts';
import type { EventOf, KernelEvent, PernetKind } from '../../model/events.ts';
import { pidOf } from '../../model/pid.ts';
import { type NetDevInitStory, Steps } from './steps.ts';

/** What happened between two initcall levels. */
export interface LevelStory {
  /** `null` before the first level, or where the log names none. */
  readonly level: string | null;
  readonly initcalls: number;
  /** Initcalls that returned an error; many legitimately do, where hardware is absent. */
  readonly failed: readonly EventOf<'initcall.returned'>[];
  /** From the first to the last event, nanoseconds. */
  readonly took: number | null;
  readonly registered: Readonly<Record<PernetKind, readonly (string | null)[]>>;
}

/** The boot as far as the log shows it. */
export interface BootStory {
  readonly levels: readonly LevelStory[];
  readonly netDevInit: readonly NetDevInitStory[];
}

/** Gathers the boot: what PID 0 and PID 1 do until user space begins. */
export class BootTeller {
  readonly #levels: Level[] = [];
  readonly #runs: Steps[] = [];

  take(event: KernelEvent): void {
    const run = this.#runs.at(-1);
    if (run?.owns(event) === true) {
      if (isStep(event)) run.take(event);
      else run.close();
    }
    switch (event.type) {
      case 'initcall.level':
        this.#levels.push(new Level(event.level, event.at));
        return;
      case 'initcall.started':
        if (event.name === NET_DEV_INIT) this.#runs.push(new Steps(event, this.#level.name));
        if (isBootTask(event)) this.#level.touch(event);
        return;
      case 'initcall.returned':
        if (isBootTask(event)) this.#level.returned(event);
        return;
      case 'pernet.registered':
        if (isBootTask(event)) this.#level.registered(event);
        return;
      default:
    }
  }

  get story(): BootStory {
    return {
      levels: this.#levels.map((level) => level.story).filter(isWorthTelling),
      netDevInit: this.#runs.map((run) => run.story),
    };
  }

  get #level(): Level {
    const current = this.#levels.at(-1);
    if (current !== undefined) return current;
    const first = new Level(null, null);
    this.#levels.push(first);
    return first;
  }
}

class Level {
  readonly name: string | null;
  #since: number | null;
  #until: number | null = null;
  #initcalls = 0;
  readonly #failed: EventOf<'initcall.returned'>[] = [];
  readonly #registered: Record<PernetKind, (string | null)[]> = { subsys: [], device: [] };

  constructor(name: string | null, since: number | null) {
    this.name = name;
    this.#since = since;
  }

  touch({ at }: KernelEvent): void {
    this.#since ??= at;
    this.#until = at ?? this.#until;
  }

  returned(event: EventOf<'initcall.returned'>): void {
    this.touch(event);
    this.#initcalls += 1;
    if (event.rc !== null && event.rc < 0) this.#failed.push(event);
  }

  registered(event: EventOf<'pernet.registered'>): void {
    this.touch(event);
    this.#registered[event.kind].push(event.ops);
  }

  get story(): LevelStory {
    const took = this.#since === null || this.#until === null ? null : this.#until - this.#since;
    return {
      level: this.name,
      initcalls: this.#initcalls,
      failed: this.#failed,
      took,
      registered: this.#registered,
    };
  }
}

/** Whether an event may be a step of net_dev_init, or its end; another initcall is neither. */
function isStep(event: KernelEvent): boolean {
  switch (event.type) {
    case 'initcall.level':
    case 'initcall.started':
      return false;
    case 'initcall.returned':
      return event.name === NET_DEV_INIT;
    default:
      return true;
  }
}

/** PID 0 and 1 boot the machine; other tasks load modules. Where none is named, it is the boot. */
export function isBootTask(event: KernelEvent): boolean {
  const pid = pidOf(event.task);
  return pid === null || pid === '0' || pid === '1';
}

function isWorthTelling({ initcalls, registered }: LevelStory): boolean {
  return initcalls + registered.subsys.length + registered.device.length > 0;
}
