import type { EventOf } from '../model/events.ts';
import type { KnownList, KnownOps, PernetStep } from './known.ts';
import { bootPlace, canonicalOps, LOOPBACK_OPS } from './ops-names.ts';
import { PerLife } from './per-life.ts';
import { Slots } from './slots.ts';

/** Operations under one of their names. */
interface Asked {
  readonly name: string;
  readonly record: KnownOps;
  /** What was asked for behind them the last time, and another time. */
  next: Asked | null;
  other: Asked | null;
}

/** Pernet operations while they are on the list; a fresh record for each registration. */
export class OpsLives {
  readonly #ops = new Map<string, KnownOps>();
  /** The same by whatever name they were asked for. */
  readonly #byName = new Map<string, Asked>();
  readonly #slots = new Slots();
  /** What the last setup initialised. Namespace after namespace is set up alike. */
  #list: KnownList | null = null;
  /** What was registered last. */
  #latest: string | null = null;
  /** What was asked for last: all monitors ask for the operations of the present event. */
  #asked: Asked | null = null;

  readonly of = (ops: string): KnownOps => {
    const before = this.#asked;
    if (before !== null && before.name === ops) return before.record;
    return this.#turnTo(before, ops).record;
  };

  /** The same for the operations of a new step, which are seldom those of the last one. */
  inStep(ops: string): KnownOps {
    const before = this.#asked;
    if (before !== null && before.next !== null && before.next.name === ops) {
      this.#asked = before.next;
      return before.next.record;
    }
    return this.of(ops);
  }

  readonly all = (): Iterable<KnownOps> => this.#ops.values();

  register({ ops, kind, seq }: EventOf<'pernet.registered'>): void {
    this.#latest = ops === null ? null : canonicalOps(ops);
    if (this.#latest !== null) this.#enter(this.#latest, kind, seq);
  }

  /** Who registered operations has failed: the last ones may be off the list again. */
  doubt(): void {
    if (this.#latest !== null) this.#leave(this.#latest);
  }

  /** Where the log does not say which operation it is, any may be off the list. */
  unregister({ ops }: EventOf<'pernet.unregistered'>): void {
    const gone = ops === null ? [...this.#ops.keys()] : [canonicalOps(ops)];
    for (const name of gone) this.#leave(name);
  }

  /** What a setup initialised: the last list, if that is the same. */
  listOf(setup: readonly PernetStep[]): KnownList {
    const list = this.#list;
    if (list === null) return this.#newList(setup);
    let length = 0;
    for (const step of setup) {
      if (step.type !== 'pernet.initialized' || step.ops === null) continue;
      if (list.ops[length] !== this.inStep(step.ops)) return this.#newList(setup);
      length += 1;
    }
    return length === list.ops.length ? list : this.#newList(setup);
  }

  forget(): void {
    this.#ops.clear();
    this.#slots.clear();
    this.#list = null;
    this.#forgetNames();
  }

  #turnTo(before: Asked | null, ops: string): Asked {
    const asked = before === null ? this.#find(ops) : this.#behind(before, ops);
    this.#asked = asked;
    return asked;
  }

  /** Operations are asked for in the order of their list, or in its reverse, again and again. */
  #behind(before: Asked, ops: string): Asked {
    const { next, other } = before;
    if (next !== null && next.name === ops) return next;
    before.other = next;
    before.next = other !== null && other.name === ops ? other : this.#find(ops);
    return before.next;
  }

  #leave(ops: string): void {
    const record = this.#ops.get(ops);
    if (record === undefined) return;
    this.#ops.delete(record.ops);
    this.#slots.give(record.slot);
    this.#forgetNames();
  }

  #find(ops: string): Asked {
    const found = this.#byName.get(ops);
    if (found !== undefined) return found;
    const name = canonicalOps(ops);
    const record = this.#ops.get(name) ?? this.#enter(name, null, null);
    const asked: Asked = { name: ops, record, next: null, other: null };
    this.#byName.set(ops, asked);
    return asked;
  }

  #enter(ops: string, kind: KnownOps['kind'], since: number | null): KnownOps {
    const slot = this.#ops.get(ops)?.slot ?? this.#slots.take();
    const record: KnownOps = { slot, ops, isLoopback: ops === LOOPBACK_OPS, kind, since };
    this.#ops.set(ops, record);
    this.#forgetNames();
    return record;
  }

  #forgetNames(): void {
    this.#byName.clear();
    this.#asked = null;
  }

  #newList(setup: readonly PernetStep[]): KnownList {
    const ops = setup.flatMap((step) => {
      return step.type === 'pernet.initialized' && step.ops !== null ? [this.of(step.ops)] : [];
    });
    const places = new PerLife<KnownOps, number>();
    for (const [place, entry] of ops.entries()) places.set(entry, place);
    this.#list = { ops, places, trusted: isInBootOrder(ops) };
    return this.#list;
  }
}

function isInBootOrder(list: readonly KnownOps[]): boolean {
  const places = list.map(({ ops }) => bootPlace(ops)).filter((place) => place !== -1);
  return places.every((place, index) => place > (places[index - 1] ?? -1));
}
