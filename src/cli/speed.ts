import { UsageError } from './usage-error.ts';

/** How fast a recording is told: a multiple of its own pace, or all at once. */
export type Speed = number | 'max';

/**
 * Reads what `--speed` is given.
 *
 * @throws {@link UsageError} for anything but `max`, `original` and numbers above 0.
 */
export function parseSpeed(text: string): Speed {
  if (text === 'max') return 'max';
  if (text === 'original') return 1;
  const speed = Number(text);
  if (text.trim() !== '' && Number.isFinite(speed) && speed > 0) return speed;
  throw new UsageError(
    `--speed: found ${JSON.stringify(text)}, expected max, or a number above 0: 1 or original is the pace of the recording, 10 is ten times as fast`,
  );
}
