import type { Explanation } from '../invariants/explain.ts';
import type { Judgement } from '../invariants/judge.ts';
import type { RecordingSummary } from '../recording/read.ts';

/** A log that was read and judged, as plain data: workers send it to the main thread. */
export interface CheckedLog {
  readonly file: string;
  readonly summary: RecordingSummary;
  readonly judgement: Pick<Judgement, 'verdict' | 'invariants'>;
  /** Of the state at the end; `null` where nobody asked for it. */
  readonly stateHash: string | null;
  /** The stories of the first violation of each promise. */
  readonly explanations: readonly Explanation[];
  /** Why stories may be missing among them; `null` if all are there. */
  readonly untold: string | null;
}

/** A log that gave nothing to judge. */
export interface UnreadLog {
  readonly file: string;
  readonly message: string;
}
