import { InputError } from './input-error.ts';

/** Compressed data that is no whole file; what stood before the damage was given. */
export class DamagedInput extends InputError {
  /** What is wrong: `"xz data that ends early"`. */
  readonly found: string;

  constructor(found: string, options?: ErrorOptions) {
    super('damaged', `found ${found}, expected a whole file`, options);
    this.found = found;
  }
}

/** What is wrong with compressed data, in a user's words; errors of its source stay what they are. */
export function damage(kind: string, early: boolean, cause: unknown): InputError {
  if (cause instanceof InputError) return cause;
  return new DamagedInput(early ? `${kind} data that ends early` : `damaged ${kind} data`, {
    cause,
  });
}
