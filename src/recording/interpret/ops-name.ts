import { opsOf } from './known-ops.ts';
import type { Unsettled } from './outbox.ts';

/** The name of a pernet operation, which a log may show only once its callback runs. */
export class OpsName implements Unsettled {
  #name: string | null = null;
  /** The name follows from program order, no line shows it. */
  inferred = false;
  settled = false;
  readonly #fallback: () => string | null;

  /** `fallback` names it by program order where nothing else does. */
  constructor(fallback: () => string | null = () => null) {
    this.#fallback = fallback;
  }

  get name(): string | null {
    return this.#name;
  }

  /** A line shows the variable name. */
  learn(name: string | null): void {
    if (this.settled || name === null) return;
    this.#name = name;
    this.settled = true;
  }

  /** A line shows one of its callbacks. */
  learnCallback(callback: string | null): void {
    if (callback !== null) this.learn(opsOf(callback));
  }

  settle(): void {
    if (this.settled) return;
    this.#name = this.#fallback();
    this.inferred = this.#name !== null;
    this.settled = true;
  }
}
