import type { Invariant } from '../../invariants/invariant.ts';
import type { CheckedLog, UnreadLog } from '../checked-log.ts';
import { titleOf } from '../inputs.ts';
import { BLANK, type Line, line, type Span, spaces, span } from './line.ts';
import { panicLines } from './panic.ts';
import { promiseLines, tally } from './promises.ts';
import { count } from './quantity.ts';
import { recordingLines } from './recording.ts';
import { verdictWord } from './verdict.ts';

/** One log's block: the verdict, what was read, every promise. */
export function checkLines(
  { file, summary, judgement, panic, explanations, untold }: CheckedLog,
  invariants: readonly Invariant[],
): readonly Line[] {
  return [
    line([
      span('strong', titleOf(file)),
      ': ',
      verdictWord(judgement.verdict),
      `, ${tally(judgement.invariants)}`,
    ]),
    ...recordingLines(summary, '  '),
    ...panicLines(panic, '  '),
    BLANK,
    ...promiseLines(judgement, { file, invariants, explanations, untold }),
  ];
}

/** How several logs came out, one line each, in the order given. */
export function summaryLines(results: readonly (CheckedLog | UnreadLog)[]): readonly Line[] {
  const outcomes = results.map((result) => ({ file: result.file, word: outcome(result) }));
  const width = Math.max(...outcomes.map(({ word }) => word.text.length), 'VIOLATED'.length);
  return [
    line([span('strong', `${count(results.length, 'log')}:`)]),
    ...outcomes.map(({ file, word: { text, tone } }) => {
      const word: Span = { text: text.padEnd(width), tone };
      return line(['  ', word, `  ${titleOf(file)}`], { hang: [spaces(4 + width)] });
    }),
  ];
}

function outcome(result: CheckedLog | UnreadLog): Span {
  if ('message' in result) return span('bad', result.outcome);
  return verdictWord(result.judgement.verdict);
}
