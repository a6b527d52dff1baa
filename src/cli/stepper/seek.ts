import type { KernelEvent } from '../../model/events.ts';
import { focusName, isAbout } from './focus.ts';
import { phaseOf } from './phase.ts';
import { mentions } from './search.ts';
import type { Stepper } from './stepper.ts';
import type { Tape } from './tape.ts';

/** One after another, or one before another. */
type Direction = 1 | -1;

/** What to go to. */
export interface Target {
  readonly by: Direction;
  /** Any event, one a phase begins with, or one that mentions a text. */
  readonly to: 'event' | 'phase' | { readonly mention: string };
}

/** Goes to the nearest such event that concerns what is looked at; stays where there is none. */
export function seek(stepper: Stepper, tape: Tape, target: Target): Stepper {
  const { events } = tape.recording;
  const { by } = target;
  const isWanted = (event: KernelEvent) =>
    isTarget(event, target) && isAbout(event, stepper.focus, tape);
  const index = nearest(events, by === 1 ? stepper.count : stepper.count - 2, by, isWanted);
  if (index !== null) return { ...stepper, count: index + 1 };
  if (by === -1 && stepper.focus === null && stepper.count > 0) return { ...stepper, count: 0 };
  return { ...stepper, note: nothingThere(stepper, tape, target) };
}

/** Goes to the next event that mentions a text; behind the last one the search begins again. */
export function search(stepper: Stepper, tape: Tape, mention: string): Stepper {
  const found = seek(stepper, tape, { by: 1, to: { mention } });
  if (found.note === null || stepper.count === 0) return found;
  const again = seek({ ...stepper, count: 0 }, tape, { by: 1, to: { mention } });
  if (again.note !== null)
    return { ...stepper, note: `no event mentions ${JSON.stringify(mention)}` };
  return { ...again, note: 'nothing further on: the search began again at the beginning' };
}

/** Goes to where a promise is broken, whatever is looked at. */
export function seekBreach(stepper: Stepper, { breaches }: Tape, by: Direction): Stepper {
  const { count } = stepper;
  const breach =
    by === 1
      ? breaches.find((candidate) => candidate.count > count)
      : breaches.findLast((candidate) => candidate.count < count);
  if (breach !== undefined) return { ...stepper, count: breach.count };
  const where = by === 1 ? 'from here on' : 'before this';
  const note = breaches.length === 0 ? 'no promise is broken' : `no promise is broken ${where}`;
  return { ...stepper, note };
}

function nearest(
  events: readonly KernelEvent[],
  first: number,
  by: Direction,
  isWanted: (event: KernelEvent) => boolean,
): number | null {
  for (let index = first; index >= 0 && index < events.length; index += by) {
    const event = events[index];
    if (event !== undefined && isWanted(event)) return index;
  }
  return null;
}

function isTarget(event: KernelEvent, { to }: Target): boolean {
  if (to === 'event') return true;
  return to === 'phase' ? phaseOf(event) !== null : mentions(event, to.mention);
}

function nothingThere({ count, focus }: Stepper, tape: Tape, { by, to }: Target): string {
  const where = by === 1 ? 'further on' : 'further back';
  const whose = focus === null ? '' : ` of ${focusName(focus, tape.recording.after(count), tape)}`;
  if (typeof to === 'string') return `no ${to}${whose} ${where}`;
  return `no event${whose} ${where} mentions ${JSON.stringify(to.mention)}`;
}
