import type { Unsettled } from './outbox.ts';

/**
 * Whether an ops_init succeeded. Where no line shows its result, the next line of its caller does:
 * a failure is undone at once, a success is followed by anything else.
 */
export class Outcome implements Unsettled {
  rc: number | null = null;
  failed = false;
  settled = false;

  /** The result was shown. */
  static of(rc: number): Outcome {
    return rc < 0 ? shown(rc, true) : SUCCESS;
  }

  /** What came next decides. */
  conclude(failed: boolean): void {
    if (this.settled) return;
    this.failed = failed;
    this.settled = true;
  }

  settle(): void {
    this.conclude(false);
  }
}

function shown(rc: number, failed: boolean): Outcome {
  const outcome = new Outcome();
  outcome.rc = rc;
  outcome.conclude(failed);
  return outcome;
}

/** What is settled never changes: all successes can share one. */
const SUCCESS = shown(0, false);
