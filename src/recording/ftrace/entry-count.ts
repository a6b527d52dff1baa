/**
 * Holds the header of a trace to its word: `entries-in-buffer` says how many entries the kernel put
 * into the file. Fewer lines than that, and somebody cut some out, or cut the end off. More prove
 * nothing: tracing may go on while a trace is read, and marker text may imitate entries.
 */
export class EntryCount {
  #promised: number | null = null;
  #seen = 0;

  /**
   * A header promises so many entries. The files of single CPUs promise what all of them hold: one
   * behind another they keep one promise.
   */
  promise(entries: number): void {
    if (this.#promised === entries) return;
    this.#promised = entries;
    this.#seen = 0;
  }

  /** Whether a header that promises so many is of another trace than the lines above it. */
  isOther(entries: number): boolean {
    return this.#promised !== null && this.#seen > 0 && this.#promised !== entries;
  }

  /** A line stands for so many entries. */
  see(entries: number): void {
    this.#seen += entries;
  }

  /**
   * The section is over: how many entries are missing; `null` where it promised none. Entries
   * without a context do not count.
   */
  close(): number | null {
    const promised = this.#seen === 0 ? null : this.#promised;
    this.#promised = null;
    return promised === null ? null : Math.max(0, promised - this.#seen);
  }
}
