import type { Invariant } from '../invariant.ts';
import type { Judgement } from '../judge.ts';

/** What a report for machines is made of. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** The promises that were watched. */
  readonly invariants: readonly Invariant[];
  readonly recordings: readonly JudgedRecording[];
}

/** One log and what the judge said about it. */
export interface JudgedRecording {
  /** The path as the user gave it. */
  readonly file: string;
  readonly judgement: Pick<Judgement, 'verdict' | 'invariants'>;
}
