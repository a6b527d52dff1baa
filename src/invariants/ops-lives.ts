import type { EventOf } from '../model/events.ts';
import type { KnownList, KnownOps, PernetStep } from './known.ts';
import { canonicalOps } from './ops-names.ts';

/** Pernet operations while they are on the list; a fresh record for each registration. */
export class OpsLives {
  readonly #ops = new Map<string, KnownOps>();
  #list: KnownList | null = null;
  /** What was asked for last: all monitors ask for the operations of the present event. */
  #asked: { readonly name: string; readonly ops: KnownOps } | null = null;

  readonly of = (ops: string): KnownOps => {
    if (this.#asked?.name === ops) return this.#asked.ops;
    const name = canonicalOps(ops);
    const record = this.#ops.get(name) ?? this.#enter({ ops: name, kind: null, since: null });
    this.#asked = { name: ops, ops: record };
    return record;
  };

  readonly all = (): Iterable<KnownOps> => this.#ops.values();

  register({ ops, kind, seq }: EventOf<'pernet.registered'>): void {
    if (ops !== null) this.#enter({ ops: canonicalOps(ops), kind, since: seq });
  }

  unregister({ ops }: EventOf<'pernet.unregistered'>): void {
    if (ops !== null) this.#ops.delete(canonicalOps(ops));
    this.#asked = null;
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
    this.#asked = null;
  }

  #enter(record: KnownOps): KnownOps {
    this.#ops.set(record.ops, record);
    this.#asked = null;
    return record;
  }

  #newList(setup: readonly PernetStep[]): KnownList {
    const ops = setup.flatMap((step) => {
      return step.type === 'pernet.initialized' && step.ops !== null ? [this.of(step.ops)] : [];
    });
    this.#list = { ops, placeOf: new Map(ops.map((entry, place) => [entry, place])) };
    return this.#list;
  }
}
