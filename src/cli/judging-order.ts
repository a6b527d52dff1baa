import type { ReadOptions } from '../recording/read.ts';
import type { PromiseOptions } from './promises-to-judge.ts';

/** How to judge some logs, as plain data: workers take it from the main thread. */
export interface JudgingOrder {
  /** From these, every thread makes its own promises: they are functions and stay where they are. */
  readonly promises: PromiseOptions;
  readonly reading: Pick<ReadOptions, 'format' | 'known'>;
  /** The kernel that was recorded, where the log does not say. */
  readonly kernel: string | null;
  /** Whether the stories of violations are asked for. */
  readonly told: boolean;
  /** Whether the hash of the state is asked for. */
  readonly hashed: boolean;
}
