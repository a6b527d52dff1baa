import { duration } from './duration.ts';

/** How wide a time is printed, with the space before it. */
export const TIME_COLUMNS = 11;

/** How long after `base` something happened: `+1.23 ms`; blank where the clock is no time. */
export function sinceText(at: number | null, base: number | null): string {
  if (at === null || base === null) return ' '.repeat(TIME_COLUMNS);
  const sign = at < base ? '−' : '+';
  return `${sign}${duration(Math.abs(at - base))}`.padStart(TIME_COLUMNS);
}
