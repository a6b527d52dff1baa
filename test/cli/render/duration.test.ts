import { describe, expect, it } from 'vitest';
import { duration, stamp } from '../../../src/cli/render/duration.ts';
import { sinceText } from '../../../src/cli/render/time.ts';

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [850, '850 ns'],
    [12_345, '12.3 µs'],
    [4_210_000, '4.21 ms'],
    [412_000_000, '412 ms'],
    [2_361_000_000, '2.36 s'],
    [9_996_000, '10.0 ms'],
    [999_600, '1000 µs'],
    [125_000_000_000, '2 min 5 s'],
  ])('of %d ns reads %s', (nanoseconds, text) => {
    expect(duration(nanoseconds)).toBe(text);
  });
});

describe('a stamp', () => {
  it('reads as the kernel prints it', () => {
    expect(stamp(2_361_907_000)).toBe('2.361907 s');
  });
});

describe('the time since the beginning', () => {
  it('tells what came before it, where clocks of several CPUs disagree', () => {
    expect(sinceText(5_000, 0).trim()).toBe('+5.00 µs');
    expect(sinceText(0, 5_000).trim()).toBe('−5.00 µs');
  });

  it('is blank where the clock is no time, and as wide', () => {
    expect(sinceText(null, 0)).toBe(' '.repeat(sinceText(0, 0).length));
  });
});
