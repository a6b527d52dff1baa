import type { EventType, KernelEvent } from '../model/events.ts';
import type { KernelState } from '../model/state.ts';
import type { Monitor } from './invariant.ts';
import type { KnownOps } from './known.ts';
import type { Lives } from './lives.ts';
import { PerLife } from './per-life.ts';

/** A function of a monitor. */
type Listener = (event: KernelEvent, before: KernelState) => void;

/** Who listens to one type of event. */
interface Row {
  /** What the lives make of it, before anybody else hears of it. */
  readonly first: Listener | null;
  /** Those who listen to all events of it. */
  readonly all: readonly Listener[];
  /** For operations that somebody listens to, these and those, by the kernel's name of them. */
  readonly some: ReadonlyMap<string, readonly Listener[]>;
  /** The same by what is known of the operations that were met. */
  readonly met: PerLife<KnownOps, readonly Listener[]> | null;
}

/** The functions of all monitors, by what they listen to. */
export class Listeners {
  readonly #rows = new Map<string, Row>();
  readonly #lives: Lives;
  /** Events of one type come in long rows. */
  #row: Row = NOBODY;

  constructor(monitors: readonly Monitor[], lives: Lives) {
    this.#lives = lives;
    for (const [type, first] of listenersIn(lives.before)) this.#add(type, { first });
    for (const { end: _, only = {}, ...handlers } of [...monitors, lives.after]) {
      for (const [type, listener] of listenersIn(handlers)) this.#listen(type, listener);
      for (const [ops, steps] of Object.entries(only)) {
        for (const [type, listener] of listenersIn(steps)) this.#listenTo(type, ops, listener);
      }
    }
  }

  /** The events to come are of this type. */
  turnTo(type: EventType): void {
    this.#row = this.#rows.get(type) ?? NOBODY;
  }

  /** Tells an event to all who listen to it. */
  tell(event: KernelEvent, before: KernelState): void {
    const { first, all, met } = this.#row;
    if (first !== null) first(event, before);
    const ops = met === null ? null : this.#lives.present.ops;
    const listeners = met === null || ops === null ? all : (met.get(ops) ?? this.#meet(ops));
    for (const listen of listeners) listen(event, before);
  }

  #meet(ops: KnownOps): readonly Listener[] {
    const { all, some, met } = this.#row;
    const listeners = some.get(ops.ops) ?? all;
    met?.set(ops, listeners);
    return listeners;
  }

  #listen(type: string, listener: Listener): void {
    const { all, some } = this.#rows.get(type) ?? NOBODY;
    const each = [...some].map(([ops, listeners]) => [ops, [...listeners, listener]] as const);
    this.#add(type, { all: [...all, listener], some: new Map(each) });
  }

  #listenTo(type: string, ops: string, listener: Listener): void {
    const { all, some } = this.#rows.get(type) ?? NOBODY;
    const listeners = [...(some.get(ops) ?? all), listener];
    this.#add(type, { some: new Map([...some, [ops, listeners]]), met: new PerLife() });
  }

  #add(type: string, part: Partial<Row>): void {
    this.#rows.set(type, { ...NOBODY, ...this.#rows.get(type), ...part });
  }
}

const NOBODY: Row = { first: null, all: [], some: new Map(), met: null };

/** The key is the type of the events it is called with; TypeScript cannot relate the two. */
function listenersIn(handlers: object): readonly (readonly [string, Listener])[] {
  return Object.entries(handlers);
}
