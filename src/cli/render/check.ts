import type { Invariant } from '../../invariants/invariant.ts';
import type { CheckedLog, UnreadLog } from '../checked-log.ts';
import { titleOf } from '../inputs.ts';
import { BLANK, type Line, line, type Span, spaces, span } from './line.ts';
import { promiseLines, tally } from './promises.ts';
import { count } from './quantity.ts';
import { recordingLines } from './recording.ts';
import { verdictWord } from './verdict.ts';

/** One log's block: the verdict, what was read, every promise. */
export function checkLines(
  { file, summary, judgement, explanations, untold }: CheckedLog,
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
    BLANK,
    ...promiseLines(judgement, { file, invariants, explanations, untold }),
  ];
}

/** How several logs came out, one line each, in the order given. */
export function summaryLines(results: readonly (CheckedLog | UnreadLog)[]): readonly Line[] {
  return [
    line([span('strong', `${count(results.length, 'log')}:`)]),
    ...results.map((result) =>
      line(['  ', outcome(result), `  ${titleOf(result.file)}`], { hang: [spaces(12)] }),
    ),
  ];
}

/** As wide as the widest. */
function outcome(result: CheckedLog | UnreadLog): Span {
  const { text, tone } =
    'message' in result ? span('bad', 'not read') : verdictWord(result.judgement.verdict);
  return { text: text.padEnd('not read'.length), tone };
}
