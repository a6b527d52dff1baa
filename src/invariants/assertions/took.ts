import type { EventOf } from '../../model/events.ts';
import type { Findings, Monitor } from '../invariant.ts';
import { type Claim, compares, UNITS } from './claim.ts';
import { placeWords, subjectWords } from './claim-words.ts';
import { nameMatch } from './name-match.ts';

/**
 * Watches how long initcalls run: as the log says (initcall_debug does), else from the start to
 * the return. Every run must be as claimed; without any nothing can be said.
 */
export function watchDuration(
  { subject, comparison, amount, unit }: Extract<Claim, { claim: 'took' }>,
  { kept, broken, blind }: Findings,
): Monitor {
  const matches = nameMatch(subject);
  const started = new Map<string, EventOf<'initcall.started'>>();
  let returned = false;
  return {
    'recording.gap': (gap) => {
      started.clear();
      // One initcall runs once: if it was seen, it was not among what was lost.
      if (subject.wildcard) blind(`records lost at ${placeWords(gap)}`);
    },
    'initcall.started': (event) => {
      if (matches(event.name)) started.set(event.name, event);
    },
    'initcall.returned': (event) => {
      if (!matches(event.name)) return;
      returned = true;
      const start = started.get(event.name);
      started.delete(event.name);
      const took = event.duration ?? between(start, event);
      if (took === null) blind(`${placeWords(event)} does not say how long ${event.name} took`);
      else if (compares(took, comparison, amount * UNITS[unit])) kept();
      else {
        const length = `${took / UNITS[unit]} ${unit}`;
        broken(
          event,
          `${event.name} took ${length}, not ${comparison} ${amount} ${unit}`,
          start === undefined ? [] : [start],
        );
      }
    },
    end: () => {
      if (!returned) blind(`not in this recording: the return of ${subjectWords(subject)}`);
    },
  };
}

function between(
  start: EventOf<'initcall.started'> | undefined,
  { at }: EventOf<'initcall.returned'>,
): number | null {
  return start === undefined || start.at === null || at === null ? null : at - start.at;
}
