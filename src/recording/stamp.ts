const FRACTION_DIGITS = 9;

/**
 * A trace stamp in integer nanoseconds. The text does not name its clock, but only clocks that
 * tell time print a fraction (`1.950970`); counters, cycles and jiffies are integers: `null`.
 */
export function stampNanoseconds(stamp: string): number | null {
  const dot = stamp.indexOf('.');
  if (dot === -1) return null;
  return Number(stamp.slice(0, dot)) * 1e9 + nanoseconds(stamp.slice(dot + 1));
}

/** The digits after the point of a number of seconds, in nanoseconds. */
export function nanoseconds(fraction: string): number {
  return Number(fraction.slice(0, FRACTION_DIGITS).padEnd(FRACTION_DIGITS, '0'));
}
