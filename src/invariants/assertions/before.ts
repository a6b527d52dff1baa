import type { KernelEvent } from '../../model/events.ts';
import type { Findings, Monitor } from '../invariant.ts';
import type { Claim, Occurrence } from './claim.ts';
import { occurrenceWords, placeWords } from './claim-words.ts';
import { nameMatch } from './name-match.ts';
import { type Sighting, watchSightings } from './sightings.ts';

/**
 * Watches which of two things happens first in the recording. Both must be seen, and nothing that
 * may have been the later one may stand, unseen or unnamed, before the earlier one.
 */
export function watchOrder(
  { first, second }: Extract<Claim, { claim: 'before' }>,
  { kept, broken, blind }: Findings,
): Monitor {
  const one = new FirstTime(first);
  const other = new FirstTime(second);
  let judged = false;
  const decide = (): void => {
    if (judged || one.event === null || other.event === null) return;
    judged = true;
    const doubt =
      one.event.seq < other.event.seq ? other.doubtAt(one.event) : one.doubtAt(other.event);
    if (doubt !== null) blind(doubt);
    else if (one.event.seq < other.event.seq) kept();
    else {
      const [late, early] = [occurrenceWords(first), occurrenceWords(second)];
      broken(other.event, `${early}, and only at ${placeWords(one.event)} ${late}`, [one.event]);
    }
  };
  return watchSightings(
    (sighting) => {
      one.see(sighting);
      other.see(sighting);
      decide();
    },
    (gap) => {
      one.lose(gap);
      other.lose(gap);
    },
    () => {
      for (const { occurrence, event } of [one, other]) {
        if (event === null) blind(`not in this recording: ${occurrenceWords(occurrence)}`);
      }
    },
  );
}

/** Looks for the first time that something happens, and for what may have been an earlier one. */
class FirstTime {
  readonly occurrence: Occurrence;
  readonly #matches: (name: string) => boolean;
  event: KernelEvent | null = null;
  #doubt: { readonly event: KernelEvent; readonly reason: string } | null = null;

  constructor(occurrence: Occurrence) {
    this.occurrence = occurrence;
    this.#matches = nameMatch(occurrence.subject);
  }

  see({ event, kind, name, did }: Sighting): void {
    const { subject, deed } = this.occurrence;
    if (this.event !== null || kind !== subject.kind || !did.includes(deed)) return;
    if (name === null) {
      this.#doubt ??= { event, reason: `${placeWords(event)} does not say which ${subject.kind}` };
    } else if (this.#matches(name)) this.event = event;
  }

  lose(gap: KernelEvent): void {
    this.#doubt ??= { event: gap, reason: `records lost at ${placeWords(gap)}` };
  }

  /** Why it may have happened before `other` without being seen. */
  doubtAt(other: KernelEvent): string | null {
    const doubt = this.#doubt;
    return doubt !== null && doubt.event.seq <= other.seq ? doubt.reason : null;
  }
}
