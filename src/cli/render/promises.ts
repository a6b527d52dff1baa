import type { Explanation } from '../../invariants/explain.ts';
import type { PromiseJudgement } from '../../invariants/findings.ts';
import type { Invariant, Verdict, Violation } from '../../invariants/invariant.ts';
import { titleOf } from '../inputs.ts';
import { stamp } from './duration.ts';
import { explanationLines } from './explanation.ts';
import { type Line, line, spaces, span } from './line.ts';
import { count, times } from './quantity.ts';
import { verdictMark } from './verdict.ts';

/** The violations of one promise that are told in full. */
const MOST_TOLD = 5;
const ID_COLUMNS = 24;
const VERDICT_COLUMNS = 9;

/** Where a violation happened, and the promises it is about. */
export interface PromiseContext {
  readonly file: string;
  readonly invariants: readonly Invariant[];
  readonly explanations: readonly Explanation[];
  /** Why a story may be missing there; `null` where none is missed. */
  readonly untold: string | null;
}

/** The verdicts on one log. */
interface Verdicts {
  readonly invariants: readonly PromiseJudgement[];
}

/** What was kept and broken as {@link promiseLines} has it; what is unknown, by reason. */
export function promiseOverview(judgement: Verdicts, context: PromiseContext): readonly Line[] {
  const { invariants } = judgement;
  const known = invariants.filter(({ verdict }) => verdict !== 'unknown');
  const unknown = byReason(invariants.filter(({ verdict }) => verdict === 'unknown'));
  return [
    ...promiseLines({ invariants: known }, context),
    ...[...unknown].map(([reason, promises]) => {
      const ids = promises.join(', ');
      const pieces = ['  ', verdictMark('unknown'), ' unknown  ', span('name', ids), `: ${reason}`];
      return line(pieces, { hang: [spaces(4 + VERDICT_COLUMNS)] });
    }),
  ];
}

/** `27 promises: 1 broken, 18 kept, 8 unknown` */
export function tally(promises: readonly { readonly verdict: Verdict }[]): string {
  const of = (wanted: Verdict) => promises.filter(({ verdict }) => verdict === wanted).length;
  const parts = [
    [of('violated'), 'broken'],
    [of('holds'), 'kept'],
    [of('unknown'), 'unknown'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `${count(promises.length, 'promise')}: ${told.join(', ')}`;
}

/** A line for each promise, the broken ones first and told in full. */
export function promiseLines(judgement: Verdicts, context: PromiseContext): readonly Line[] {
  const order = ['violated', 'holds', 'unknown'];
  const sorted = judgement.invariants.toSorted(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict),
  );
  return sorted.flatMap((promise) => [promiseLine(promise), ...violationLines(promise, context)]);
}

/** The ids of promises by why they are unknown; which events are missing, `check` tells. */
function byReason(promises: readonly PromiseJudgement[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, reason } of promises) {
    const missing = reason?.startsWith('not in this recording') === true;
    const why = missing ? 'this recording does not show what they are about' : (reason ?? '');
    groups.set(why, [...(groups.get(why) ?? []), id]);
  }
  return groups;
}

function promiseLine(promise: PromiseJudgement): Line {
  const { id, verdict, checked, broken, reason } = promise;
  const told = {
    violated: `broken ${times(broken)}${checked === 0 ? '' : `, kept ${times(checked)}`}`,
    holds: keptWords(promise),
    unknown: reason ?? '',
  }[verdict];
  const word = verdict.padEnd(VERDICT_COLUMNS);
  return line(
    ['  ', verdictMark(verdict), ' ', word, span('name', `${id} `.padEnd(ID_COLUMNS)), told],
    {
      hang: [spaces(4 + VERDICT_COLUMNS + ID_COLUMNS)],
    },
  );
}

/** `kept 8 times`, and what of it could not be seen. */
export function keptWords({
  checked,
  unseen,
}: Pick<PromiseJudgement, 'checked' | 'unseen'>): string {
  return `kept ${times(checked)}${unseen === null ? '' : `; not seen: ${unseen}`}`;
}

function violationLines(
  { id, violations, broken }: PromiseJudgement,
  { file, invariants, explanations, untold }: PromiseContext,
): readonly Line[] {
  if (violations.length === 0) return [];
  const invariant = invariants.find((candidate) => candidate.id === id);
  const explanation = explanations.find((candidate) => candidate.id === id);
  const told = violations.slice(0, MOST_TOLD);
  const rest = broken - told.length;
  return [
    ...told.flatMap((violation) => violationLine(violation, file)),
    ...(rest > 0 ? [line(['      ', `… and ${count(rest)} more (see --json)`])] : []),
    ...(invariant === undefined ? [] : guaranteeLines(invariant)),
    ...(explanation === undefined ? untoldLines(untold) : explanationLines(explanation)),
  ];
}

function violationLine({ line: number, at, seq, message }: Violation, file: string): Line {
  const place = number === null ? `${titleOf(file)}, event ${seq}` : `${titleOf(file)}:${number}`;
  const time = at === null ? '' : ` at ${stamp(at)}`;
  return line(['      ', span('strong', `${place}${time}: `), message], { hang: ['        '] });
}

/** What the kernel should have done, and which function guarantees it. */
function guaranteeLines({ statement, mechanism, source }: Invariant): readonly Line[] {
  const hang = ['        '];
  return [
    line(['      ', 'Promised: ', statement], { hang }),
    line(['      ', 'How: ', mechanism, ` (${source.function}, ${source.file})`], { hang }),
  ];
}

/** Why there is no story. */
function untoldLines(untold: string | null): readonly Line[] {
  if (untold === null) return [];
  const text = `What happened around it cannot be told: ${untold}.`;
  return [line(['      ', span('unsure', text)], { hang: ['        '] })];
}
