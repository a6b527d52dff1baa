import type { Explanation } from '../../invariants/explain.ts';
import type { Invariant } from '../../invariants/invariant.ts';
import type { Judgement } from '../../invariants/judge.ts';
import type { RecordingSummary } from '../../recording/read.ts';
import { titleOf } from '../inputs.ts';
import { BLANK, type Line, line, span } from './line.ts';
import { promiseLines } from './promises.ts';
import { count } from './quantity.ts';
import { recordingLines } from './recording.ts';
import { verdictWord } from './verdict.ts';

/** A log that was read and judged. */
export interface CheckedLog {
  readonly file: string;
  readonly summary: RecordingSummary;
  readonly judgement: Judgement;
  /** The stories of violations, where the log was short enough to be remembered. */
  readonly explanations: readonly Explanation[];
}

/** One log's block: the verdict, what was read, every promise. */
export function checkLines(
  { file, summary, judgement, explanations }: CheckedLog,
  invariants: readonly Invariant[],
): readonly Line[] {
  return [
    line([
      span('strong', titleOf(file)),
      ': ',
      verdictWord(judgement.verdict),
      `, ${tally(judgement)}`,
    ]),
    ...recordingLines(summary, '  '),
    BLANK,
    ...promiseLines(judgement, { file, invariants, explanations }),
  ];
}

/** How several logs came out, one line each. */
export function summaryLines(
  logs: readonly CheckedLog[],
  unreadable: readonly string[],
): readonly Line[] {
  return [
    span('strong', `${count(logs.length + unreadable.length, 'log')}:`),
    ...logs.map(({ file, judgement }) => [verdictWord(judgement.verdict), `  ${titleOf(file)}`]),
    ...unreadable.map((file) => [span('bad', 'not read'), `  ${titleOf(file)}`]),
  ].map((pieces) => (Array.isArray(pieces) ? line(['  ', ...pieces]) : line([pieces])));
}

function tally({ invariants }: Judgement): string {
  const of = (wanted: string) => invariants.filter(({ verdict }) => verdict === wanted).length;
  const parts = [
    [of('violated'), 'broken'],
    [of('holds'), 'kept'],
    [of('unknown'), 'unknown'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `${count(invariants.length, 'promise')}: ${told.join(', ')}`;
}
