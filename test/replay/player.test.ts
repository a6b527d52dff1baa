import { VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ReplayOptions } from '../../src/replay/playback.ts';
import { player } from '../../src/replay/player.ts';
import { stamped } from './histories.ts';
import { CountingScheduler } from './leaks.ts';

const events = stamped(Array.from({ length: 4 }, () => ({ type: 'proc.created' as const })));

describe('a player', () => {
  it('does what its buttons say', () => {
    const { tape, counts } = watched({ paused: true });
    tape.forward();
    tape.forward();
    tape.back();
    tape.seek({ seq: 2 });
    expect(counts).toEqual([0, 1, 2, 1, 3]);
  });

  it('plays, pauses and goes on', () => {
    const { tape, counts, scheduler } = watched({ paused: true, speed: 'instant' });
    scheduler.flush();
    expect(counts).toEqual([0]);
    tape.play();
    tape.pause();
    scheduler.flush();
    expect(counts).toEqual([0]);
    tape.play();
    scheduler.flush();
    expect(counts).toEqual([0, 1, 2, 3, 4]);
  });

  it('begins again at the end while it loops', () => {
    const { tape, counts, scheduler } = watched({ speed: 'instant', loop: true });
    tape.moments.subscribe(() => {
      if (counts.length > 7) tape.setLoop(false);
    });
    scheduler.flush();
    expect(counts).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
  });

  it('shows everyone the same place, also to those who come late', () => {
    const { tape, counts } = watched({ paused: true });
    tape.seek({ line: 3 });
    const late: number[] = [];
    tape.moments.subscribe(({ count }) => late.push(count));
    tape.back();
    expect([counts, late]).toEqual([
      [0, 3, 2],
      [3, 2],
    ]);
  });

  it('completes once it is closed, at the end or where it is paused', () => {
    const { tape, log } = watched({ paused: true });
    tape.forward();
    tape.close();
    expect(log).toEqual(['completed']);
  });

  it('takes a new speed on the way and refuses one that is none', () => {
    const { tape, counts, scheduler, log } = watched({ speed: 0.001 });
    expect(() => tape.setSpeed(-1)).toThrow('got -1');
    tape.setSpeed('instant');
    scheduler.flush();
    expect([counts, log]).toEqual([[0, 1, 2, 3, 4], []]);
  });

  it('leaves no timer behind when the last one leaves, and begins anew for the next', () => {
    const scheduler = new CountingScheduler();
    const tape = player(events, { scheduler, speed: 0.001 });
    const [one, other] = [tape.moments.subscribe(), tape.moments.subscribe()];
    one?.unsubscribe();
    expect(scheduler.open).toBe(1);
    other?.unsubscribe();
    expect(scheduler.open).toBe(0);
    const counts: number[] = [];
    tape.moments.subscribe(({ count }) => counts.push(count)).unsubscribe();
    expect(counts).toEqual([0]);
  });
});

function watched(options: Omit<ReplayOptions, 'commands' | 'scheduler'>) {
  const scheduler = new VirtualTimeScheduler();
  const tape = player(events, { ...options, scheduler });
  const counts: number[] = [];
  const log: string[] = [];
  tape.moments.subscribe({
    next: ({ count }) => counts.push(count),
    complete: () => log.push('completed'),
  });
  return { tape, scheduler, counts, log };
}
