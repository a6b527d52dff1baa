import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { needsTsx } from '../node/load-module.ts';
import type { CheckedLog, UnreadLog } from './checked-log.ts';
import type { Crew } from './crew.ts';
import type { JudgingOrder } from './judging-order.ts';
import type { Sizes } from './shell.ts';

/** What a worker says about the log it was given. */
export type WorkerWord =
  | { readonly said: 'position'; readonly bytes: number }
  | { readonly said: 'result'; readonly result: CheckedLog | UnreadLog };

/** Less is judged sooner than a thread has started and warmed up. */
const WORTH_A_WORKER_BYTES = 8 * 1024 * 1024;

/**
 * A worker thread for each core, fewer if there is less to do; `null` where that is one, or where
 * workers cannot load the rules: this thread can do it alone.
 */
export function hireWorkers(order: JudgingOrder, sizes: Sizes): Crew | null {
  if (order.promises.rules?.some(needsTsx) === true) return null;
  const files = sizes.filter((size) => size !== null);
  const worthwhile = files.reduce((sum, size) => sum + size, 0) / WORTH_A_WORKER_BYTES;
  const most = Math.min(availableParallelism(), files.length, Math.floor(worthwhile));
  return most < 2 ? null : new Workers(order, most);
}

class Workers implements Crew {
  readonly #order: JudgingOrder;
  readonly #most: number;
  readonly #all = new Set<Worker>();
  readonly #idle: Worker[] = [];
  /** Logs for whom no worker is free. */
  readonly #waiting: ((worker: Worker) => void)[] = [];

  constructor(order: JudgingOrder, most: number) {
    this.#order = order;
    this.#most = most;
  }

  readonly judge: Crew['judge'] = async (file, watch) => {
    const worker = await this.#next();
    try {
      const result = await hearing(worker, file, watch);
      this.#release(worker);
      return result;
    } catch (error) {
      // It is dead, but who waits for a worker must not wait for ever.
      this.#all.delete(worker);
      if (this.#waiting.length > 0) this.#release(this.#hire());
      throw error;
    }
  };

  readonly dismiss = async (): Promise<void> => {
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  };

  async #next(): Promise<Worker> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.size < this.#most) return this.#hire();
    return await new Promise((resolve) => this.#waiting.push(resolve));
  }

  #hire(): Worker {
    // Beside this file once it is built; Node 20 starts no worker from TypeScript.
    const main = new URL('./judge-worker.js', import.meta.url);
    const worker = new Worker(main, { workerData: this.#order });
    this.#all.add(worker);
    return worker;
  }

  #release(worker: Worker): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
  }
}

/** Gives a log to a worker who is free, and waits for the result. */
function hearing(
  worker: Worker,
  file: string,
  watch: (bytes: number) => void,
): Promise<CheckedLog | UnreadLog> {
  return new Promise((resolve, reject) => {
    const hear = (word: WorkerWord): void => {
      if (word.said === 'position') watch(word.bytes);
      else {
        leave();
        resolve(word.result);
      }
    };
    const fail = (error: Error): void => {
      leave();
      reject(error);
    };
    const end = (code: number): void => {
      fail(new Error(`expected a worker to judge ${file}, but it ended with ${code}`));
    };
    const leave = (): void => {
      worker.off('message', hear).off('error', fail).off('exit', end);
    };
    worker.on('message', hear).on('error', fail).on('exit', end);
    worker.postMessage(file);
  });
}
