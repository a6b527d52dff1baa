/** Longest text one write to `trace_marker` leaves in the log (kernel/trace/trace.c). */
const LONGEST_MARKER = 4096;

/** A line below a marker that may be its text, or an event. */
export interface DoubtfulLine {
  readonly text: string;
  readonly number: number;
}

/**
 * Follows marker text that has several lines: those below the first stand in the log like lines of
 * their own, and may imitate any other. The next real event ends it: that is no older than the
 * marker, because the log is sorted by time. Where older lines go on for longer than any text, the
 * log is not sorted there, and they were events.
 */
export class MarkerTail {
  #left = 0;
  #at: number | null = null;
  #doubtful: DoubtfulLine[] = [];

  /** Whether the next line may be marker text. */
  get isOpen(): boolean {
    return this.#left > 0;
  }

  /** A line was the first of marker text, written at `at`. */
  begin(at: number | null): void {
    this.#left = LONGEST_MARKER;
    this.#at = at;
    this.#doubtful = [];
  }

  /** Whether this line, which has no context, must be taken for marker text. */
  covers(text: string): boolean {
    return this.#left > 0 && this.#take(text);
  }

  /** What a line with a context, stamped `at`, says of the text above. */
  weigh(text: string, number: number, at: number | null): 'no text' | 'maybe text' | 'all events' {
    if (this.#left <= 0) return 'no text';
    const isOlder = at !== null && this.#at !== null && at < this.#at;
    if (!isOlder) {
      this.#left = 0;
      this.#doubtful = [];
      return 'no text';
    }
    if (!this.#take(text)) return 'all events';
    this.#doubtful.push({ text, number });
    return 'maybe text';
  }

  /** The lines that may have been text, once it is known that they were not, or never will be. */
  takeDoubtful(): readonly DoubtfulLine[] {
    const lines = this.#doubtful;
    this.#doubtful = [];
    this.#left = 0;
    return lines;
  }

  #take(text: string): boolean {
    this.#left -= text.length + 1;
    return this.#left > 0;
  }
}
