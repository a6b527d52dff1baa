import { UsageError } from './usage-error.ts';

/**
 * Reads a whole number within bounds.
 *
 * @throws {@link UsageError} for anything else.
 */
export function parseCount(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(
    `${option}: found ${JSON.stringify(text)}, expected a whole number from ${least} to ${most}`,
  );
}
