import { EMPTY, Observable } from 'rxjs';
import type { KernelEvent } from '../model/events.ts';
import type { Moment } from './cursor.ts';
import { checkSpeed } from './pace.ts';
import { Playback, type ReplayOptions } from './playback.ts';
import { Timeline, timeline } from './timeline.ts';

/**
 * Plays a recording: first the moment it begins at, then one for each event when its time has
 * come. Completes at the end, or when it stands still, once no command can come any more.
 *
 * ```
 * recorded   a--b--c------d|
 * original   sa--b--c------d|       s: the moment before the first event
 * speed 2    sa-b(c)--d|
 * instant    (sabcd|)
 * ```
 *
 * @example
 * ```ts
 * replay(events, { speed: 10 }).subscribe(({ event, state }) => draw(event, state));
 * ```
 *
 * @throws RangeError if the speed is a number that is not finite or not above 0.
 */
export function replay(
  events: Iterable<KernelEvent> | Timeline,
  options: ReplayOptions = {},
): Observable<Moment> {
  const recording = events instanceof Timeline ? events : timeline(events);
  checkSpeed(options.speed ?? 'original');
  return new Observable((subscriber) => {
    const playback = new Playback(subscriber, recording, options);
    subscriber.add(() => playback.stop());
    playback.begin();
    subscriber.add((options.commands ?? EMPTY).subscribe(playback));
  });
}
