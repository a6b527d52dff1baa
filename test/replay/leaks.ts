import {
  defer,
  finalize,
  type Observable,
  type SchedulerAction,
  type Subscription,
  VirtualTimeScheduler,
} from 'rxjs';

/** Virtual time that knows how many timers were set, and how many of them are still open. */
export class CountingScheduler extends VirtualTimeScheduler {
  readonly #timers: Subscription[] = [];

  get scheduled(): number {
    return this.#timers.length;
  }

  get open(): number {
    return this.#timers.filter(({ closed }) => !closed).length;
  }

  override schedule<T>(
    work: (this: SchedulerAction<T>, state?: T) => void,
    delay?: number,
    state?: T,
  ): Subscription {
    const timer = super.schedule(work, delay, state);
    this.#timers.push(timer);
    return timer;
  }
}

/** An Observable that counts who is subscribed to it. */
export function watched<T>(source: Observable<T>) {
  let subscribers = 0;
  const counted = defer(() => {
    subscribers += 1;
    return source.pipe(
      finalize(() => {
        subscribers -= 1;
      }),
    );
  });
  return { source: counted, subscribers: () => subscribers };
}
