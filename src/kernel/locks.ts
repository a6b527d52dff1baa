import { EINTR } from './errno.ts';
import type { Run } from './run.ts';

/** Someone who can hold a lock, and be killed while waiting for it. */
export interface Holder {
  readonly killed: boolean;
}

/** A sleeping lock such as rtnl_mutex (kernel/locking/mutex.c). */
export class Mutex {
  #owner: Holder | null = null;

  *lock(holder: Holder): Run<void> {
    yield;
    while (this.#owner !== null) yield { ready: () => this.#owner === null };
    this.#owner = holder;
  }

  /** mutex_lock_killable: `-EINTR` when the task is killed before it gets the lock. */
  *lockKillable(holder: Holder): Run<number> {
    yield;
    while (this.#owner !== null && !holder.killed) {
      yield { ready: () => this.#owner === null || holder.killed };
    }
    if (holder.killed) return -EINTR;
    this.#owner = holder;
    return 0;
  }

  unlock(): void {
    this.#owner = null;
  }
}

/**
 * A fair readers-writer lock such as pernet_ops_rwsem (kernel/locking/rwsem.c): once a writer
 * waits, new readers queue behind it.
 */
export class RwSemaphore {
  #readers = 0;
  #writing = false;
  #waitingWriters = 0;

  *downRead(): Run<void> {
    yield;
    while (!this.#readable()) yield { ready: () => this.#readable() };
    this.#readers += 1;
  }

  /** down_read_killable: `-EINTR` when the task is killed before it gets the lock. */
  *downReadKillable(holder: Holder): Run<number> {
    yield;
    while (!this.#readable() && !holder.killed) {
      yield { ready: () => this.#readable() || holder.killed };
    }
    if (holder.killed) return -EINTR;
    this.#readers += 1;
    return 0;
  }

  *downWrite(): Run<void> {
    yield;
    this.#waitingWriters += 1;
    while (!this.#writable()) yield { ready: () => this.#writable() };
    this.#waitingWriters -= 1;
    this.#writing = true;
  }

  upRead(): void {
    this.#readers -= 1;
  }

  upWrite(): void {
    this.#writing = false;
  }

  #readable(): boolean {
    return !this.#writing && this.#waitingWriters === 0;
  }

  #writable(): boolean {
    return !this.#writing && this.#readers === 0;
  }
}
