const MICROSECOND = 1e3;
const MILLISECOND = 1e6;
const SECOND = 1e9;
const MINUTE = 60 * SECOND;

/** A span of time for humans, three digits of it: `850 ns`, `12.3 µs`, `4.21 ms`, `2 min 5 s`. */
export function duration(nanoseconds: number): string {
  const size = Math.abs(nanoseconds);
  if (size >= MINUTE) return minutes(nanoseconds);
  if (size >= SECOND) return `${digits(nanoseconds / SECOND)} s`;
  if (size >= MILLISECOND) return `${digits(nanoseconds / MILLISECOND)} ms`;
  if (size >= MICROSECOND) return `${digits(nanoseconds / MICROSECOND)} µs`;
  return nanoseconds === 0 ? '0 s' : `${nanoseconds} ns`;
}

/** A stamp of the recording's own clock, as the kernel prints it: seconds, six digits. */
export function stamp(nanoseconds: number): string {
  return `${(nanoseconds / SECOND).toFixed(6)} s`;
}

function minutes(nanoseconds: number): string {
  const seconds = Math.round(Math.abs(nanoseconds) / SECOND);
  const sign = nanoseconds < 0 ? '−' : '';
  return `${sign}${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function digits(value: number): string {
  // Rounded first: 9.996 is 10.0, not 10.00.
  const size = Math.abs(Number(value.toPrecision(3)));
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
