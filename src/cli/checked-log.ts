import type { Explanation } from '../invariants/explain.ts';
import type { Judgement } from '../invariants/judge.ts';
import type { RecordingSummary } from '../recording/read.ts';

/** A log that was read and judged, as plain data: workers send it to the main thread. */
export interface CheckedLog {
  readonly file: string;
  readonly summary: RecordingSummary;
  readonly judgement: Pick<Judgement, 'verdict' | 'invariants'>;
  /** The first panic in it, with its line where the log has lines; `null` if there is none. */
  readonly panic: Panic | null;
  /** Of the state at the end; `null` where nobody asked for it. */
  readonly stateHash: string | null;
  /** The stories of the first violation of each promise. */
  readonly explanations: readonly Explanation[];
  /** Why stories may be missing among them; `null` if all are there. */
  readonly untold: string | null;
}

/** The kernel gave up. */
export interface Panic {
  readonly line: number | null;
  readonly message: string;
}

/** A log that was not judged to its end: it cannot be read, or a promise of the user threw. */
export interface UnreadLog {
  readonly file: string;
  readonly message: string;
  readonly outcome: 'not read' | 'rule threw';
}
