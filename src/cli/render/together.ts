import type { Invariant } from '../../invariants/invariant.ts';
import type { JointJudgement, JointPromise } from '../../invariants/together.ts';
import type { BootFacts } from '../../recording/boot-facts.ts';
import { titleOf } from '../inputs.ts';
import type { CheckedLog } from './check.ts';
import { BLANK, type Line, line, spaces, span } from './line.ts';
import { promiseLines } from './promises.ts';
import { count } from './quantity.ts';
import { recordingLines } from './recording.ts';
import { verdictMark, verdictWord } from './verdict.ts';

const ID_COLUMNS = 24;
const VERDICT_COLUMNS = 9;

const HOW =
  'Each log was judged by what it shows; their clocks differ, so nothing was merged by time. A ' +
  'promise is broken where any log shows it broken, else kept where any log shows it kept.';

/** Several logs of one boot: what each is and what it shows broken, then the joint verdicts. */
export function togetherLines(
  logs: readonly CheckedLog[],
  joint: JointJudgement,
  { known, invariants }: { readonly known: BootFacts; readonly invariants: readonly Invariant[] },
): readonly Line[] {
  const boot = [
    known.kernel ?? 'kernel not named in any',
    ...(known.cpus === null ? [] : [`possible CPUs: ${known.cpus}`]),
  ];
  return [
    ...logs.flatMap((log) => [...witnessLines(log, invariants), BLANK]),
    line([
      span('strong', `${count(logs.length, 'log')} of one boot`),
      ': ',
      verdictWord(joint.verdict),
      `, ${count(joint.invariants.length, 'promise')}`,
    ]),
    line(['  ', boot.join(', ')], { hang: ['  '] }),
    line(['  ', HOW], { hang: ['  '] }),
    BLANK,
    ...joint.invariants.map((promise) => promiseLine(promise, logs)),
  ];
}

function witnessLines(log: CheckedLog, invariants: readonly Invariant[]): readonly Line[] {
  const { file, summary, judgement, explanations } = log;
  const broken = judgement.invariants.filter(({ verdict }) => verdict === 'violated');
  return [
    line([span('strong', titleOf(file))]),
    ...recordingLines(summary, '  '),
    ...promiseLines({ ...judgement, invariants: broken }, { file, invariants, explanations }),
  ];
}

function promiseLine(promise: JointPromise, logs: readonly CheckedLog[]): Line {
  const { id, verdict, checked, broken, decidedBy, reasons } = promise;
  const files = decidedBy.map((place) => titleOf(logs[place]?.file ?? '')).join(', ');
  const told = {
    violated: `broken: ${broken}, kept: ${checked}, in ${files}`,
    holds: `kept: ${checked}, in ${files}`,
    unknown: [...new Set(reasons)].join('; '),
  }[verdict];
  const word = verdict.padEnd(VERDICT_COLUMNS);
  return line(
    ['  ', verdictMark(verdict), ' ', word, span('name', `${id} `.padEnd(ID_COLUMNS)), told],
    {
      hang: [spaces(4 + VERDICT_COLUMNS + ID_COLUMNS)],
    },
  );
}
