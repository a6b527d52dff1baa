import { type Observable, ReplaySubject, Subject, share } from 'rxjs';
import type { KernelEvent } from '../model/events.ts';
import type { Moment } from './cursor.ts';
import { checkSpeed, type Speed } from './pace.ts';
import type { Command, ReplayOptions } from './playback.ts';
import { replay } from './replay.ts';
import type { Place, Timeline } from './timeline.ts';

/** The buttons of a replay, and what they make visible. */
export interface Player {
  /**
   * Where the replay stands, now and from now on, the same for all subscribers. It begins with
   * the first subscriber and ends with the last one; the next one sees it from the beginning.
   */
  readonly moments: Observable<Moment>;
  /** Goes on. Nothing happens at the end: seek first. */
  play(): void;
  pause(): void;
  /** Pauses, and lets one event happen. */
  forward(): void;
  /** Pauses, and takes one event back. */
  back(): void;
  /** Jumps to the state at a place, playing on from there if it was playing. */
  seek(to: Place): void;
  /** @throws RangeError if the speed is a number that is not finite or not above 0. */
  setSpeed(speed: Speed): void;
  setLoop(loop: boolean): void;
  /** No more buttons: `moments` completes at the end, or now if it is paused. */
  close(): void;
}

/**
 * A {@link replay} with buttons.
 *
 * @example
 * ```ts
 * const tape = player(events, { speed: 10, paused: true });
 * tape.moments.subscribe(({ event, state }) => draw(event, state));
 * tape.seek({ line: 120 });
 * tape.back();
 * ```
 *
 * @throws RangeError if the speed is a number that is not finite or not above 0.
 */
export function player(
  events: Iterable<KernelEvent> | Timeline,
  options: Omit<ReplayOptions, 'commands'> = {},
): Player {
  const commands = new Subject<Command>();
  const connector = () => new ReplaySubject<Moment>(1);
  return {
    moments: replay(events, { ...options, commands }).pipe(share({ connector })),
    play: () => commands.next({ do: 'play' }),
    pause: () => commands.next({ do: 'pause' }),
    forward: () => commands.next({ do: 'forward' }),
    back: () => commands.next({ do: 'back' }),
    seek: (to) => commands.next({ do: 'seek', to }),
    setSpeed: (speed) => {
      checkSpeed(speed);
      commands.next({ do: 'speed', speed });
    },
    setLoop: (loop) => commands.next({ do: 'loop', loop }),
    close: () => commands.complete(),
  };
}
