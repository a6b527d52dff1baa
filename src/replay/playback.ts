import {
  asyncScheduler,
  type Observable,
  type Observer,
  type SchedulerLike,
  type Subscriber,
  Subscription,
} from 'rxjs';
import { Cursor, type Moment } from './cursor.ts';
import { Pace, type Speed } from './pace.ts';
import type { Place, Timeline } from './timeline.ts';

/** What one can tell a running replay. A step pauses it; a jump does not. */
export type Command =
  | { readonly do: 'play' | 'pause' | 'forward' | 'back' }
  | { readonly do: 'seek'; readonly to: Place }
  | { readonly do: 'speed'; readonly speed: Speed }
  | { readonly do: 'loop'; readonly loop: boolean };

/** How to replay. */
export interface ReplayOptions {
  /** Default `'original'`: the rhythm of the recording, by its own clock. */
  readonly speed?: Speed;
  /** Begins again at the end. Default `false`. */
  readonly loop?: boolean;
  /** Waits for the command to play. Default `false`. */
  readonly paused?: boolean;
  /** Where to begin. Default: before the first event. */
  readonly from?: Place;
  /**
   * At most one moment in so many milliseconds, the latest: for those who draw what they see.
   * Default 0: every moment, however late a slow consumer makes it.
   */
  readonly frame?: number;
  /** Where the steering comes from. Default: nobody steers. */
  readonly commands?: Observable<Command>;
  /** The clock and the timers; a TestScheduler makes time virtual. Default: asyncScheduler. */
  readonly scheduler?: SchedulerLike;
}

/** Milliseconds after which other work gets its turn, even if more events are due. */
const SLICE_MS = 16;

/**
 * One subscriber's run through a recording, with one timer at a time: what is due by then happens
 * in one slice. A timer for each event could not keep up with a thousand events a second.
 */
export class Playback implements Observer<Command> {
  readonly #subscriber: Subscriber<Moment>;
  readonly #recording: Timeline;
  readonly #options: ReplayOptions;
  readonly #cursor: Cursor;
  readonly #pace: Pace;
  #loop: boolean;
  /** Whether commands may still come. */
  #steered = true;
  #timer = Subscription.EMPTY;

  constructor(subscriber: Subscriber<Moment>, recording: Timeline, options: ReplayOptions) {
    this.#subscriber = subscriber;
    this.#recording = recording;
    this.#options = options;
    this.#cursor = new Cursor(recording);
    this.#pace = new Pace(() => this.#scheduler.now(), options.speed ?? 'original');
    this.#loop = options.loop ?? false;
  }

  begin(): void {
    const { from, paused = false } = this.#options;
    this.#jump(from === undefined ? 0 : this.#recording.countTo(from));
    if (!paused) this.#pace.run();
    this.#arm();
  }

  stop(): void {
    this.#timer.unsubscribe();
  }

  next(command: Command): void {
    try {
      this.#obey(command);
      this.#arm();
    } catch (error) {
      this.error(error);
    }
  }

  error(error: unknown): void {
    this.#subscriber.error(error);
  }

  complete(): void {
    this.#steered = false;
    this.#arm();
  }

  get #scheduler(): SchedulerLike {
    return this.#options.scheduler ?? asyncScheduler;
  }

  #obey(command: Command): void {
    switch (command.do) {
      case 'play':
        this.#pace.run();
        return;
      case 'pause':
        this.#pace.halt();
        return;
      case 'forward':
        this.#pace.halt();
        if (this.#cursor.forward()) this.#arrive();
        return;
      case 'back':
        this.#pace.halt();
        if (this.#cursor.back()) this.#arrive();
        return;
      case 'seek':
        this.#jump(this.#recording.countTo(command.to));
        return;
      case 'speed':
        this.#pace.setSpeed(command.speed);
        return;
      case 'loop':
        this.#loop = command.loop;
        return;
      default:
        command satisfies never;
    }
  }

  #jump(count: number): void {
    this.#cursor.goTo(count);
    this.#arrive();
  }

  #arrive(): void {
    this.#pace.restart(this.#cursor.event, this.#cursor.next);
    this.#show();
  }

  #show(): void {
    this.#subscriber.next(this.#cursor.moment);
  }

  /** Sees to it that the replay goes on when it should, and completes when it cannot. */
  #arm(): void {
    this.#timer.unsubscribe();
    if (this.#subscriber.closed) return;
    if (this.#cursor.next === null && !this.#canLoop) this.#pace.halt();
    if (this.#pace.isRunning) {
      const delay = Math.max(this.#options.frame ?? 0, this.#pace.delayMs);
      this.#timer = this.#scheduler.schedule(() => this.#slice(), delay);
    } else if (!this.#steered) {
      this.#subscriber.complete();
    }
  }

  /** An empty recording would begin again for ever, at no time. */
  get #canLoop(): boolean {
    return this.#loop && this.#recording.events.length > 0;
  }

  /** Lets happen what is due. Whoever watches may pause, jump or leave in the middle of it. */
  #slice(): void {
    const showAll = (this.#options.frame ?? 0) === 0;
    const end = this.#scheduler.now() + SLICE_MS;
    let unseen = false;
    if (this.#cursor.next === null) this.#jump(0);
    while (this.#pace.isRunning && this.#pace.isDue && !this.#subscriber.closed) {
      if (!this.#cursor.forward()) break;
      this.#pace.follow(this.#cursor.event, this.#cursor.next);
      if (showAll) this.#show();
      else unseen = true;
      if (this.#scheduler.now() >= end) break;
    }
    if (unseen) this.#show();
    this.#arm();
  }
}
