/** Small numbers to tell apart what lives at the same time. */
export class Slots {
  readonly #free: number[] = [];
  #used = 0;

  /** A number that nobody has. */
  take(): number {
    return this.#free.pop() ?? this.#used++;
  }

  /** Gives a number back, for others. */
  give(slot: number): void {
    this.#free.push(slot);
  }

  /** Gives all back. */
  clear(): void {
    this.#free.length = 0;
    this.#used = 0;
  }
}
