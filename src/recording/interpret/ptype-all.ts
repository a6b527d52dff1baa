import type { Unsettled } from './outbox.ts';

/** Whether this kernel initialises `ptype_all` at run time; without evidence, it is not claimed. */
export class PtypeAll implements Unsettled {
  initialised = false;
  settled = false;

  /** What the build looks like, unless the log shows better. */
  guess(initialised: boolean): void {
    if (!this.settled) this.initialised = initialised;
  }

  learn(initialised: boolean): void {
    if (this.settled) return;
    this.initialised = initialised;
    this.settled = true;
  }

  settle(): void {
    this.settled = true;
  }
}
