import type { KernelEvent } from '../../model/events.ts';
import type { Findings, Monitor } from '../invariant.ts';
import { type Claim, type Comparison, compares } from './claim.ts';
import { happensWords, occurrenceWords, placeWords } from './claim-words.ts';
import { nameMatch } from './name-match.ts';
import { type Sighting, watchSightings } from './sightings.ts';

/**
 * Watches how often something happens in the recording. Once too often is seen at once. Too seldom
 * is told at the end, and only of a recording that shows such things, names them all and lost
 * nothing: it is a claim about the recording, which may have been stopped too early.
 */
export function watchCount(
  claim: Extract<Claim, { claim: 'happens' }>,
  { kept, broken, blind }: Findings,
): Monitor {
  const { occurrence, comparison, times } = claim;
  const { subject, deed } = occurrence;
  const matches = nameMatch(subject);
  const most = mostAllowed(comparison, times);
  const claimed = `claimed is: ${happensWords(claim)}`;
  let count = 0;
  let doubt: string | null = null;
  let chance: KernelEvent | null = null;
  let last: KernelEvent | null = null;
  const see = ({ event, kind, name, did, shows }: Sighting): void => {
    if (kind !== subject.kind) return;
    if (shows.includes(deed)) chance = event;
    if (!did.includes(deed)) return;
    if (name === null) doubt ??= `${placeWords(event)} does not say which ${kind}`;
    else if (matches(name)) {
      count += 1;
      last = event;
      if (count > most) broken(event, `${occurrenceWords(occurrence)}; ${claimed}`);
    }
  };
  const lose = (gap: KernelEvent): void => {
    doubt ??= `records lost at ${placeWords(gap)}`;
  };
  return watchSightings(see, lose, () => {
    if (count > most) return;
    const enough = compares(count, comparison, times);
    // More of it, unseen, cannot spoil what has no upper bound.
    if (enough && most === Number.POSITIVE_INFINITY) kept();
    else if (chance === null) blind(`not in this recording: ${subject.kind} ${deed}`);
    else if (doubt !== null) blind(doubt);
    else if (enough) kept();
    else {
      const seen = happensWords({ occurrence, comparison: '=', times: count });
      broken(chance, `${seen} in this recording; ${claimed}`, last === null ? [] : [last]);
    }
  });
}

/** The largest count that a claim allows. */
function mostAllowed(comparison: Comparison, times: number): number {
  switch (comparison) {
    case '<':
      return times - 1;
    case '<=':
    case '=':
      return times;
    case '>':
    case '>=':
      return Number.POSITIVE_INFINITY;
    default:
      return comparison satisfies never;
  }
}
