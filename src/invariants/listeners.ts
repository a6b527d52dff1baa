import type { EventType, KernelEvent } from '../model/events.ts';
import type { KernelState } from '../model/state.ts';
import type { Monitor } from './invariant.ts';
import type { KnownOps, PernetStep } from './known.ts';
import type { Lives } from './lives.ts';
import { PerLife } from './per-life.ts';

/** A function of a monitor. */
type Listener = (event: KernelEvent, before: KernelState) => void;

/** Where a step of pernet operations happens; all other events happen elsewhere. */
type Place = 'setup' | 'cleanup' | 'elsewhere';

/** Who listens to one type of event in one place. */
interface Audience {
  /** Those who listen to all events of it. */
  readonly all: readonly Listener[];
  /** For operations that somebody listens to, these and those, by the kernel's name of them. */
  readonly some: ReadonlyMap<string, readonly Listener[]>;
  /** The same by what is known of the operations that were met. */
  readonly met: PerLife<KnownOps, readonly Listener[]> | null;
}

/** Who listens to one type of event. */
interface Row extends Readonly<Record<Place, Audience>> {
  readonly isStep: boolean;
  /** What the lives make of it, before anybody else hears of it. */
  readonly first: Listener | null;
}

const NOBODY: Audience = { all: [], some: new Map(), met: null };
const NO_ROW: Row = {
  isStep: false,
  first: null,
  setup: NOBODY,
  cleanup: NOBODY,
  elsewhere: NOBODY,
};

const STEPS: ReadonlySet<string> = new Set<PernetStep['type']>([
  'pernet.initialized',
  'pernet.failed',
  'pernet.exited',
]);

/** The functions of all monitors, by what they listen to. */
export class Listeners {
  readonly #rows = new Map<string, Row>();
  readonly #lives: Lives;
  /** Events of one type come in long rows. */
  #row: Row = NO_ROW;

  constructor(monitors: readonly Monitor[], lives: Lives) {
    this.#lives = lives;
    for (const [type, first] of listenersIn(lives.before)) {
      this.#rows.set(type, { ...NO_ROW, isStep: STEPS.has(type), first });
    }
    for (const { end: _, only = {}, outside = {}, cleanup = {}, ...handlers } of [
      ...monitors,
      lives.after,
    ]) {
      this.#listen(handlers, 'setup', 'cleanup', 'elsewhere');
      this.#listen(outside, 'cleanup', 'elsewhere');
      this.#listen(cleanup, 'cleanup');
      for (const [ops, steps] of Object.entries(only)) {
        for (const [type, listener] of listenersIn(steps)) this.#listenTo(type, ops, listener);
      }
    }
  }

  /** The events to come are of this type. */
  turnTo(type: EventType): void {
    this.#row = this.#rows.get(type) ?? NO_ROW;
  }

  /** Tells an event to all who listen to it. */
  tell(event: KernelEvent, before: KernelState): void {
    const { first, isStep, elsewhere } = this.#row;
    if (first !== null) first(event, before);
    const listeners = isStep ? this.#audienceOfStep() : elsewhere.all;
    for (const listen of listeners) listen(event, before);
  }

  #audienceOfStep(): readonly Listener[] {
    const { net, ops } = this.#lives.present;
    const { setup, cleanup, elsewhere } = this.#row;
    const stage = net === null ? null : net.stage;
    const audience = stage === 'setup' ? setup : stage === 'cleanup' ? cleanup : elsewhere;
    if (audience.met === null || ops === null) return audience.all;
    return audience.met.get(ops) ?? meet(audience, ops);
  }

  #listen(handlers: object, ...places: readonly Place[]): void {
    for (const [type, listener] of listenersIn(handlers)) {
      for (const place of places) {
        const { all, some, met } = this.#audience(type, place);
        const each = [...some].map(([ops, listeners]) => [ops, [...listeners, listener]] as const);
        this.#seat(type, place, { all: [...all, listener], some: new Map(each), met });
      }
    }
  }

  #listenTo(type: string, ops: string, listener: Listener): void {
    for (const place of ['setup', 'cleanup', 'elsewhere'] as const) {
      const { all, some } = this.#audience(type, place);
      const listeners = [...(some.get(ops) ?? all), listener];
      this.#seat(type, place, {
        all,
        some: new Map([...some, [ops, listeners]]),
        met: new PerLife(),
      });
    }
  }

  #audience(type: string, place: Place): Audience {
    return this.#rows.get(type)?.[place] ?? NOBODY;
  }

  #seat(type: string, place: Place, audience: Audience): void {
    this.#rows.set(type, { ...NO_ROW, ...this.#rows.get(type), [place]: audience });
  }
}

function meet({ all, some, met }: Audience, ops: KnownOps): readonly Listener[] {
  const listeners = some.get(ops.ops) ?? all;
  met?.set(ops, listeners);
  return listeners;
}

/** The key is the type of the events it is called with; TypeScript cannot relate the two. */
function listenersIn(handlers: object): readonly (readonly [string, Listener])[] {
  return Object.entries(handlers);
}
