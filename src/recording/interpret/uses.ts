/** A device takes 100 bytes here: that many come and go in logs of gigabytes only. */
const MOST_KEPT = 65_536;

/**
 * How often each address or number was used that something alive is told by: together with it that
 * is an id nothing else in the recording has. Bounded: of those forgotten it is only known that they
 * were not used more often than some other, so that the next user of any counts on from there.
 */
export class Uses<Key> {
  readonly #most: number;
  readonly #counts = new Map<Key, number>();
  /** What no count that was forgotten is above, and what none that is kept is above. */
  #forgotten = 0;
  #highest = 0;

  constructor(most: number = MOST_KEPT) {
    this.#most = most;
  }

  /** How often `key` was used; more only where it may have been forgotten. */
  of(key: Key): number {
    return this.#counts.get(key) ?? this.#forgotten;
  }

  /** `key` was used for the `count`th time. */
  note(key: Key, count: number): void {
    if (this.#counts.size >= this.#most && !this.#counts.has(key)) {
      this.#counts.clear();
      this.#forgotten = this.#highest;
    }
    this.#counts.set(key, count);
    this.#highest = Math.max(this.#highest, count);
  }
}
