/**
 * What a monitor remembers of each namespace or device while it lives. Many events in a row are of
 * one life, so the last one asked for is at hand.
 */
export class PerLife<Life extends object, Memory> {
  readonly #memories = new WeakMap<Life, Memory>();
  #life: Life | null = null;
  #memory: Memory | undefined;

  get(life: Life): Memory | undefined {
    if (life !== this.#life) {
      this.#memory = this.#memories.get(life);
      this.#life = life;
    }
    return this.#memory;
  }

  set(life: Life, memory: Memory): void {
    this.#memories.set(life, memory);
    this.#life = life;
    this.#memory = memory;
  }
}
