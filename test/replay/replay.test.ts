import fc from 'fast-check';
import { EMPTY, map, NEVER, type Observable, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import type { KernelEvent } from '../../src/model/events.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { reduce } from '../../src/model/reduce.ts';
import type { Moment } from '../../src/replay/cursor.ts';
import type { Command, ReplayOptions } from '../../src/replay/playback.ts';
import { replay } from '../../src/replay/replay.ts';
import { timeline } from '../../src/replay/timeline.ts';
import { absurdHistory, stamped } from './histories.ts';
import { CountingScheduler, watched } from './leaks.ts';

/** Four events, the first of them two seconds into the clock of the recording. */
const RECORDED_MS = [2000, 2010, 2015, 2030];

/** A marble tells how many events have happened. */
const COUNTS = { s: 0, a: 1, b: 2, c: 3, d: 4 };

const COMMANDS: Readonly<Record<string, Command>> = {
  g: { do: 'play' },
  p: { do: 'pause' },
  f: { do: 'forward' },
  r: { do: 'back' },
  j: { do: 'seek', to: { seq: 2 } },
  z: { do: 'seek', to: { time: 0 } },
  x: { do: 'speed', speed: 2 },
  i: { do: 'speed', speed: 'instant' },
  l: { do: 'loop', loop: true },
  o: { do: 'loop', loop: false },
};

describe('a replay', () => {
  it.each<[string, ReplayOptions, string]>([
    ['keeps the rhythm of the recording', {}, '(sa) 6ms b 4ms c 14ms (d|)'],
    ['plays at a factor of it', { speed: 2 }, '(sa)-b--c 6ms (d|)'],
    ['plays all at once', { speed: 'instant' }, '(sabcd|)'],
    ['begins anywhere', { from: { line: 2 } }, 'b 4ms c 14ms (d|)'],
    ['begins at the end, too', { from: { seq: 99 } }, '(d|)'],
    ['shows what is latest in each frame, at most', { frame: 20 }, 's 19ms c 19ms (d|)'],
    ['completes at once if it is paused and nobody steers', { paused: true }, '(s|)'],
  ])('%s', (_, options, moments) => {
    expectMarbles(moments, options, EMPTY);
  });

  it.each([
    ['stays at the end while it is steered', '', '(sa) 6ms b 4ms c 14ms d'],
    ['completes at the end of the recording', '5ms |', '(sa) 6ms b 4ms c 14ms (d|)'],
    ['completes when it is paused for good', '5ms p|', '(sa)--|'],
    ['waits for the rest of the time after a pause', '5ms p 9ms g', '(sa) 16ms b 4ms c 14ms d'],
    ['takes single steps, which pause it', '-----ffrr', '(sa)-bcba'],
    ['stays where it is beyond the ends', '-----rrr 9ms zr', '(sa)-s 11ms s'],
    ['jumps ahead and plays on', '-----j', '(sa)-c 14ms d'],
    ['jumps back and plays on', '12ms z', '(sa) 6ms b-(sa) 6ms b 4ms c 14ms d'],
    ['changes speed on the way', '-----x', '(sa)----b-c 7ms d'],
    ['hurries to the end, behind which there is nothing', '-----if', '(sa)-(bcd)'],
    ['begins again when it loops', '---l 31ms o', '(sa) 6ms b 4ms c 14ms (dsa) 5ms b 4ms c 14ms d'],
  ])('%s', (_, commands, moments) => {
    expectMarbles(moments, {}, commands);
  });

  it('shows every state exactly once and in order at instant speed', () => {
    fc.assert(
      fc.property(absurdHistory(), (events) => {
        const states = [initialState];
        for (const event of events) states.push(reduce(states.at(-1) ?? initialState, event));
        const moments = watch(events, { speed: 'instant' }).map(({ moment }) => moment);
        expect(moments.map(({ state }) => state)).toEqual(states);
        expect(moments.map(({ event }) => event)).toEqual([null, ...events]);
      }),
    );
  });

  it('shows every event once at any speed, less than a millisecond late, never early', () => {
    const stamps = fc.array(fc.option(fc.nat({ max: 90 }), { freq: 5 }), { maxLength: 30 });
    const speed = fc.oneof(fc.constant(1), fc.constantFrom(0.5, 2, 3, 1000));
    fc.assert(
      fc.property(stamps, speed, (ms, factor) => {
        const shown = watch(eventsAt(ms), { speed: factor });
        expect(shown.map(({ moment }) => moment.count)).toEqual([0, ...ms.map((_, i) => i + 1)]);
        for (const [i, dueMs] of dueTimes(ms, factor).entries()) {
          const late = (shown[i + 1]?.atMs ?? Number.NaN) - dueMs;
          expect(late).toBeGreaterThan(-1e-6);
          expect(late).toBeLessThan(1);
        }
      }),
    );
  });

  it('loses nothing to a consumer that is slower than the recording', () => {
    const shown = watch(eventsAt(RECORDED_MS), {}, 40);
    expect(shown.map(({ moment }) => moment.count)).toEqual([0, 1, 2, 3, 4]);
  });

  it('spares a slow consumer, frame by frame, what it could not have seen', () => {
    const stamps = Array.from({ length: 1000 }, (_, ms) => ms);
    const shown = watch(eventsAt(stamps), { frame: 20 }, 80);
    expect(shown.length).toBeLessThan(15);
    expect(shown.at(-1)?.moment.count).toBe(1000);
  });

  it('lets others have their turn while it catches up with a slow consumer', () => {
    const scheduler = new VirtualTimeScheduler();
    const commands = new Subject<Command>();
    const counts: number[] = [];
    replay(eventsAt(RECORDED_MS), { scheduler, commands, speed: 'instant' }).subscribe((moment) => {
      counts.push(moment.count);
      scheduler.frame += 20;
    });
    scheduler.schedule(() => commands.next({ do: 'pause' }), 25);
    scheduler.flush();
    expect(counts.length).toBeLessThan(RECORDED_MS.length);
  });

  it('needs far fewer timers than events', () => {
    const scheduler = new CountingScheduler();
    const everyMicrosecond = Array.from({ length: 5000 }, (_, us) => us / 1000);
    replay(eventsAt(everyMicrosecond), { scheduler }).subscribe();
    scheduler.flush();
    expect(scheduler.scheduled).toBeLessThan(10);
  });

  it('leaves no timer and no subscription behind, whenever its consumer leaves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.boolean(), (count, instant) => {
        const scheduler = new CountingScheduler();
        const commands = watched(NEVER);
        const speed = instant ? 'instant' : 'original';
        const options = { scheduler, speed, commands: commands.source } as const;
        replay(eventsAt(RECORDED_MS), options).pipe(take(count)).subscribe();
        scheduler.flush();
        expect(scheduler.open).toBe(0);
        expect(commands.subscribers()).toBe(0);
      }),
    );
  });

  it('lets the consumer steer from within a moment', () => {
    const scheduler = new VirtualTimeScheduler();
    const counts: number[] = [];
    const shown = replay(eventsAt(RECORDED_MS), { scheduler, speed: 'instant', loop: true });
    const subscription = shown.subscribe(({ count }) => {
      counts.push(count);
      if (counts.length === 8) subscription.unsubscribe();
    });
    scheduler.flush();
    expect(counts).toEqual([0, 1, 2, 3, 4, 0, 1, 2]);
  });

  it('ends a loop over nothing', () => {
    expect(watch([], { loop: true }).map(({ moment }) => moment.count)).toEqual([0]);
  });

  it('plays one timeline for many, each with a place of its own', () => {
    const recording = timeline(eventsAt(RECORDED_MS));
    const scheduler = new VirtualTimeScheduler();
    const counts: number[] = [];
    const shown = replay(recording, { scheduler });
    for (const _ of [1, 2]) shown.subscribe(({ count }) => counts.push(count));
    scheduler.flush();
    expect(counts).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a speed of %d', (speed) => {
    expect(() => replay([], { speed })).toThrow(RangeError);
  });

  it('fails with the error of a command that makes no sense, and of whoever steers', () => {
    const wrong = new RangeError(
      "speed: expected 'original', 'instant' or a number above 0, got 0",
    );
    expectFailure('-----n', wrong);
    expectFailure('-----#', 'error');
  });
});

function expectMarbles(
  moments: string,
  options: ReplayOptions,
  steering: string | Observable<Command>,
) {
  inVirtualTime(({ cold, expectObservable }) => {
    const commands = typeof steering === 'string' ? cold(steering, COMMANDS) : steering;
    const shown = replay(eventsAt(RECORDED_MS), { ...options, commands });
    expectObservable(shown.pipe(map(({ count }) => count))).toBe(moments, COUNTS);
  });
}

function expectFailure(steering: string, error: unknown): void {
  inVirtualTime(({ cold, expectObservable }) => {
    const commands = cold<Command>(steering, { n: { do: 'speed', speed: 0 } });
    const shown = replay(eventsAt(RECORDED_MS), { commands });
    expectObservable(shown.pipe(map(({ count }) => count))).toBe('(sa)-#', COUNTS, error);
  });
}

function inVirtualTime(test: Parameters<TestScheduler['run']>[0]): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);
}

interface Shown {
  readonly moment: Moment;
  readonly atMs: number;
}

/** Watches a replay to its end in virtual time; each moment costs the consumer `costMs`. */
function watch(events: readonly KernelEvent[], options: ReplayOptions, costMs = 0): Shown[] {
  const scheduler = new VirtualTimeScheduler();
  const shown: Shown[] = [];
  let completed = false;
  replay(events, { ...options, scheduler }).subscribe({
    next: (moment) => {
      shown.push({ moment, atMs: scheduler.now() });
      scheduler.frame += costMs;
    },
    complete: () => {
      completed = true;
    },
  });
  scheduler.flush();
  expect(completed).toBe(true);
  return shown;
}

/** When each event is due, by the gaps between the stamps that are known and do not run back. */
function dueTimes(stampsMs: readonly (number | null)[], factor: number): readonly number[] {
  let dueMs = 0;
  let last: number | null = null;
  return stampsMs.map((stamp) => {
    if (stamp !== null && last !== null) dueMs += Math.max(stamp - last, 0) / factor;
    last = stamp ?? last;
    return dueMs;
  });
}

function eventsAt(stampsMs: readonly (number | null)[]): readonly KernelEvent[] {
  return stamped(stampsMs.map(() => ({ type: 'proc.created' }))).map((event, i) => {
    const ms = stampsMs[i] ?? null;
    return { ...event, at: ms === null ? null : Math.round(ms * 1e6) };
  });
}
