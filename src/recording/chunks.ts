/** Something was thrown; what, may be anything. */
export interface Failure {
  readonly error: unknown;
}

/**
 * The bytes of a log, chunk by chunk. A source may overwrite a chunk when it is asked for the next.
 * One that fails under way (a damaged archive, a pipe that broke) looks like one that ends: what it
 * gave is read first, {@link complain} tells afterwards.
 */
export class Chunks {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #failure: Failure | null = null;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** The next chunk; `null` at the end. */
  async next(): Promise<Uint8Array | null> {
    if (this.#failure !== null) return null;
    try {
      const next = await this.#iterator.next();
      return next.done === true ? null : next.value;
    } catch (error) {
      this.#failure = { error };
      return null;
    }
  }

  /** The next bytes as one piece: at least so many, fewer only at the end. */
  async atLeast(bytes: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < bytes) {
      const part = await this.next();
      if (part === null) break;
      length += part.length;
      parts.push(length < bytes ? new Uint8Array(part) : part); // It is only lent.
    }
    return joined(parts, length);
  }

  /** What the source threw, if it did. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Throws what the source threw, if it did. */
  complain(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Nobody wants more: lets the source close. */
  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
