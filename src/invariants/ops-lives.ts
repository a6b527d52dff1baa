import type { EventOf } from '../model/events.ts';
import type { KnownList, KnownOps, PernetStep } from './known.ts';
import { canonicalOps } from './ops-names.ts';

/** Pernet operations while they are on the list; a fresh record for each registration. */
export class OpsLives {
  readonly #ops = new Map<string, KnownOps>();
  /** The same by whatever name they were asked for. */
  readonly #byName = new Map<string, KnownOps>();
  #list: KnownList | null = null;
  /** What was asked for last: all monitors ask for the operations of the present event. */
  #askedName: string | null = null;
  #asked: KnownOps | null = null;

  readonly of = (ops: string): KnownOps => {
    if (this.#asked !== null && this.#askedName === ops) return this.#asked;
    this.#askedName = ops;
    this.#asked = this.#byName.get(ops) ?? this.#find(ops);
    return this.#asked;
  };

  readonly all = (): Iterable<KnownOps> => this.#ops.values();

  register({ ops, kind, seq }: EventOf<'pernet.registered'>): void {
    if (ops !== null) this.#enter({ ops: canonicalOps(ops), kind, since: seq });
  }

  unregister({ ops }: EventOf<'pernet.unregistered'>): void {
    if (ops !== null) this.#ops.delete(canonicalOps(ops));
    this.#forgetNames();
  }

  /** What a setup initialised. Namespace after namespace is set up alike: one list serves all. */
  listOf(setup: readonly PernetStep[]): KnownList {
    const same = this.#list?.ops ?? [];
    let length = 0;
    for (const step of setup) {
      if (step.type !== 'pernet.initialized' || step.ops === null) continue;
      if (same[length] !== this.of(step.ops)) return this.#newList(setup);
      length += 1;
    }
    return this.#list !== null && length === same.length ? this.#list : this.#newList(setup);
  }

  forget(): void {
    this.#ops.clear();
    this.#list = null;
    this.#forgetNames();
  }

  #find(ops: string): KnownOps {
    const name = canonicalOps(ops);
    const record = this.#ops.get(name) ?? this.#enter({ ops: name, kind: null, since: null });
    this.#byName.set(ops, record);
    return record;
  }

  #enter(record: KnownOps): KnownOps {
    this.#ops.set(record.ops, record);
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
    this.#list = { ops, placeOf: new Map(ops.map((entry, place) => [entry, place])) };
    return this.#list;
  }
}
