/** What a task waits for; a `deadline` (nanoseconds) ends the wait even if it never gets ready. */
export interface Wait {
  readonly ready: () => boolean;
  readonly deadline?: number;
  /** The kernel waits on its own account: this alone does not keep the recording going. */
  readonly background?: boolean;
}

/**
 * A kernel function that can be preempted: each `yield` is a point where other tasks may run,
 * and with a {@link Wait} one where they must.
 */
export type Run<T> = Generator<Wait | undefined, T, void>;

/** BUG(): the task is gone, and what it had locked stays locked. */
export class KernelBug extends Error {
  override readonly name = 'KernelBug';
}

/** panic(): nothing runs any more. */
export class KernelPanic extends Error {
  override readonly name = 'KernelPanic';
}
