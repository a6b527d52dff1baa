import type { Invariant, Verdict } from '../../invariants/invariant.ts';
import type { JointJudgement, JointPromise } from '../../invariants/together.ts';
import type { BootFacts } from '../../recording/boot-facts.ts';
import type { CheckedLog, UnreadLog } from '../checked-log.ts';
import { titleOf } from '../inputs.ts';
import { BLANK, type Line, line, spaces, span } from './line.ts';
import { panicLines } from './panic.ts';
import { keptWords, promiseLines, tally } from './promises.ts';
import { count, times } from './quantity.ts';
import { recordingLines } from './recording.ts';
import { verdictMark, verdictWord } from './verdict.ts';

const ID_COLUMNS = 24;
const VERDICT_COLUMNS = 9;

const HOW =
  'Each log was judged by what it shows; their clocks differ, so nothing was merged by time. A ' +
  'promise is broken where any log shows it broken, else kept where any log shows it kept.';

/** From what is broken to what nobody knows. */
const ORDER: readonly Verdict[] = ['violated', 'holds', 'unknown'];

/** What is known of a boot, and what is judged. */
interface Boot {
  readonly known: BootFacts;
  readonly invariants: readonly Invariant[];
  readonly unread: readonly UnreadLog[];
}

/** Several logs of one boot: what each is and what it shows broken, then the joint verdicts. */
export function togetherLines(
  logs: readonly CheckedLog[],
  joint: JointJudgement,
  { known, invariants, unread }: Boot,
): readonly Line[] {
  const boot = [
    known.kernel === null ? 'kernel not named in any' : `kernel ${known.kernel}`,
    ...(known.cpus === null ? [] : [`possible CPUs: ${known.cpus}`]),
  ];
  const promises = joint.invariants.toSorted(
    (a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict),
  );
  return [
    ...logs.flatMap((log, place) => [...witnessLines(log, place, invariants), BLANK]),
    line([
      span('strong', `${count(logs.length, 'log')} of one boot`),
      ': ',
      verdictWord(joint.verdict),
      `, ${tally(joint.invariants)}`,
    ]),
    line(['  ', boot.join(', ')], { hang: ['  '] }),
    ...unread.map(({ file, outcome }) => line(['  ', span('bad', outcome), `: ${titleOf(file)}`])),
    line(['  ', HOW], { hang: ['  '] }),
    BLANK,
    ...promises.map(promiseLine),
  ];
}

function witnessLines(
  log: CheckedLog,
  place: number,
  invariants: readonly Invariant[],
): readonly Line[] {
  const { file, summary, judgement, panic, explanations, untold } = log;
  const broken = judgement.invariants.filter(({ verdict }) => verdict === 'violated');
  return [
    line([`${named([place])}: `, span('strong', titleOf(file))]),
    ...recordingLines(summary, '  '),
    ...panicLines(panic, '  '),
    ...promiseLines({ invariants: broken }, { file, invariants, explanations, untold }),
  ];
}

function promiseLine(promise: JointPromise): Line {
  const { id, verdict, checked, broken, decidedBy } = promise;
  const told = {
    violated: `broken ${times(broken)}${checked === 0 ? '' : `, kept ${times(checked)}`}`,
    holds: keptWords(promise),
    unknown: reasonText(promise),
  }[verdict];
  const where = verdict === 'unknown' ? '' : `, in ${named(decidedBy)}`;
  const word = verdict.padEnd(VERDICT_COLUMNS);
  const name = span('name', `${id} `.padEnd(ID_COLUMNS));
  return line(['  ', verdictMark(verdict), ' ', word, name, told, where], {
    hang: [spaces(4 + VERDICT_COLUMNS + ID_COLUMNS)],
  });
}

/** Why nobody knows: once where all logs have one reason, else log by log. */
function reasonText({ reasons, decidedBy }: JointPromise): string {
  const [only, ...others] = new Set(reasons);
  if (only !== undefined && others.length === 0)
    return only.replace(/^not in this recording/, NONE);
  return reasons
    .map((reason, index) => `${named(decidedBy.slice(index, index + 1))}: ${reason}`)
    .join('; ');
}

const NONE = 'not in these recordings';

/** `log 2`, `logs 1, 3`: as they are numbered in their titles. */
function named(places: readonly number[]): string {
  const numbers = places.map((place) => place + 1).join(', ');
  return places.length === 1 ? `log ${numbers}` : `logs ${numbers}`;
}
