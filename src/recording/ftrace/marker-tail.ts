/** Longest text one write to `trace_marker` leaves in the log (kernel/trace/trace.c). */
const LONGEST_MARKER = 4096;

/**
 * Follows marker text that has several lines: those below the first stand in the log like lines of
 * their own, and may imitate any other. The next real event ends it: that is no older than the
 * marker, because the log is sorted by time.
 */
export class MarkerTail {
  #left = 0;
  #at: number | null = null;

  /** Whether the next line may be marker text. */
  get isOpen(): boolean {
    return this.#left > 0;
  }

  /** A line was the first of marker text, written at `at`. */
  begin(at: number | null): void {
    this.#left = LONGEST_MARKER;
    this.#at = at;
  }

  /** Whether this line, with its context if it has one, must be taken for marker text. */
  covers(line: string, context: { readonly at: number | null } | null): boolean {
    if (this.#left <= 0) return false;
    const isText = context === null || this.#isOlder(context.at);
    this.#left = isText ? this.#left - line.length - 1 : 0;
    return this.#left > 0;
  }

  #isOlder(at: number | null): boolean {
    return at !== null && this.#at !== null && at < this.#at;
  }
}
