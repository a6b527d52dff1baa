const MOST_KEPT = 4096;

/**
 * Gives equal texts one identity, and detaches them from the line they were cut out of. Starts
 * over when a log holds so many different texts that keeping them would be a leak.
 */
export class Interner {
  readonly #kept = new Map<string, string>();

  /** The one string that equals `text`. */
  of(text: string): string {
    const known = this.#kept.get(text);
    if (known !== undefined) return known;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const own = detach(text);
    this.#kept.set(own, own);
    return own;
  }
}

/** A copy that holds only itself: V8 keeps a long string alive as long as a slice of it. */
export function detach(text: string): string {
  const own: unknown = JSON.parse(JSON.stringify(text));
  return typeof own === 'string' ? own : text;
}
