/** A namespace or device while it lives. */
export interface Life {
  /** A small number that no other life has at the same time; given again after its end. */
  readonly slot: number;
}

/**
 * What a monitor remembers of each namespace or device while it lives: what it knew of a life that
 * is over goes when another one takes its slot. So memory grows with what is alive at a time.
 */
export class PerLife<L extends Life, Memory> {
  readonly #lives: (L | null)[] = [];
  readonly #memories: (Memory | undefined)[] = [];

  get(life: L): Memory | undefined {
    return this.#lives[life.slot] === life ? this.#memories[life.slot] : undefined;
  }

  /** What is remembered of a life; `make` begins it. */
  at(life: L, make: () => Memory): Memory {
    const known = this.get(life);
    if (known !== undefined) return known;
    const fresh = make();
    this.set(life, fresh);
    return fresh;
  }

  set(life: L, memory: Memory): void {
    // An array with holes in it would become a slow dictionary.
    while (this.#lives.length <= life.slot) this.#grow();
    this.#lives[life.slot] = life;
    this.#memories[life.slot] = memory;
  }

  #grow(): void {
    this.#lives.push(null);
    this.#memories.push(undefined);
  }
}
