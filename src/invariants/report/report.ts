import type { Invariant } from '../invariant.ts';
import type { Judgement } from '../judge.ts';

/** What a report for machines is made of. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** The promises that were watched. */
  readonly invariants: readonly Invariant[];
  readonly recordings: readonly JudgedRecording[];
  /** Logs that could not be judged; none unless given. */
  readonly unjudged?: readonly UnjudgedRecording[];
}

/** One log and what the judge said about it. */
export interface JudgedRecording {
  /** The path as the user gave it. */
  readonly file: string;
  readonly judgement: Pick<Judgement, 'verdict' | 'invariants'>;
}

/** A log that could not be read, or whose judge failed. */
export interface UnjudgedRecording {
  /** The path as the user gave it. */
  readonly file: string;
  /** Why, in a sentence. */
  readonly message: string;
}
