import type { KernelEvent } from '../model/events.ts';

/** As fast as it was recorded, a multiple of that, or all at once. */
export type Speed = 'original' | 'instant' | number;

const NS_PER_MS = 1_000_000;

/**
 * Lets pass what can be played at.
 *
 * @throws RangeError if the speed is a number that is not finite or not above 0.
 */
export function checkSpeed(speed: Speed): void {
  if (speed === 'instant' || speed === 'original') return;
  if (Number.isFinite(speed) && speed > 0) return;
  throw new RangeError(`speed: expected 'original', 'instant' or a number above 0, got ${speed}`);
}

/**
 * Turns the clock of the one who watches into the clock of the recording: how long to wait for
 * the next event. What is waited for too long is carried over, so that lateness never adds up.
 */
export class Pace {
  readonly #now: () => number;
  /** Nanoseconds of the recording in a millisecond of the watcher. */
  #rate: number;
  /** Nanoseconds of the recording until the next event, as of `#since`; less than 0 if late. */
  #left = 0;
  /** When the last event happened, on the clock of the recording; `null` if no log tells. */
  #last: number | null = null;
  /** When the watcher's clock was read last, in milliseconds; `null` while it stands still. */
  #since: number | null = null;

  /** @throws RangeError as {@link checkSpeed} does. */
  constructor(now: () => number, speed: Speed) {
    this.#now = now;
    this.#rate = rateOf(speed);
  }

  get isRunning(): boolean {
    return this.#since !== null;
  }

  /** Whether it is time for the next event. */
  get isDue(): boolean {
    this.#read();
    return this.#rate === Number.POSITIVE_INFINITY || this.#left <= 0;
  }

  /** Whole milliseconds until {@link Pace.isDue}. */
  get delayMs(): number {
    return this.isDue ? 0 : Math.ceil(this.#left / this.#rate);
  }

  run(): void {
    this.#since ??= this.#now();
  }

  halt(): void {
    this.#read();
    this.#since = null;
  }

  /** @throws RangeError as {@link checkSpeed} does. */
  setSpeed(speed: Speed): void {
    const rate = rateOf(speed);
    this.#read();
    this.#rate = rate;
  }

  /** The event that was due has happened, `next` is to come. */
  follow(event: KernelEvent | null, next: KernelEvent | null): void {
    this.#last = event?.at ?? this.#last;
    this.#left = Math.min(this.#left, 0) + gapNs(this.#last, next?.at ?? null);
  }

  /** A jump to where `event` has just happened and `next` is to come. */
  restart(event: KernelEvent | null, next: KernelEvent | null): void {
    this.#read();
    this.#last = null;
    this.#left = 0;
    this.follow(event, next);
  }

  #read(): void {
    if (this.#since === null) return;
    const now = this.#now();
    if (this.#rate !== Number.POSITIVE_INFINITY) this.#left -= (now - this.#since) * this.#rate;
    this.#since = now;
  }
}

function rateOf(speed: Speed): number {
  checkSpeed(speed);
  if (speed === 'instant') return Number.POSITIVE_INFINITY;
  return speed === 'original' ? NS_PER_MS : speed * NS_PER_MS;
}

/** No time passes where the clock is unknown, or runs backwards at a seam of two buffers. */
function gapNs(last: number | null, next: number | null): number {
  return last === null || next === null ? 0 : Math.max(next - last, 0);
}
