import { ERASE_LINE, PATIENCE_MS, REFRESH_MS } from './progress.ts';
import { count } from './render/quantity.ts';
import type { Screen, Sizes } from './shell.ts';

/** Tells a person who waits how far several logs have been judged. */
export interface BatchProgress {
  /** So many bytes of the log at this place have been read. */
  readonly tell: (place: number, bytes: number) => void;
  /** The log at this place is done, whatever came of it. */
  readonly end: (place: number) => void;
  /** Wipes it away, and keeps silent until {@link resume}: something else is to be written. */
  readonly pause: () => Promise<void>;
  readonly resume: () => void;
}

/** Progress on a terminal; silence anywhere else. */
export function batchProgress(
  sizes: Sizes,
  err: Screen,
  now: () => number = Date.now,
): BatchProgress {
  const read = sizes.map(() => 0);
  const done = new Set<number>();
  const all = sum(sizes);
  let next = now() + PATIENCE_MS;
  let paused = !err.terminal.interactive;
  let written: Promise<void> | null = null;
  const show = (): void => {
    if (paused || now() < next) return;
    next = now() + REFRESH_MS;
    const logs = `${count(done.size)} of ${count(sizes.length, 'log')}`;
    const share = all === 0 ? '' : `, ${Math.floor((100 * sum(read)) / all)} % of ${size(all)}`;
    written = err.write(`${ERASE_LINE}judged: ${logs}${share}`);
    // Whoever pauses it hears what went wrong.
    written.catch(() => {});
  };
  return {
    tell: (place, bytes) => {
      // A log that breaks a promise is read twice.
      read[place] = Math.max(read[place] ?? 0, sizes[place] === null ? 0 : bytes);
      show();
    },
    end: (place) => {
      done.add(place);
      read[place] = sizes[place] ?? 0;
      show();
    },
    pause: async () => {
      paused = true;
      await written;
      if (written !== null) await err.write(ERASE_LINE);
      written = null;
    },
    resume: () => {
      paused = !err.terminal.interactive;
    },
  };
}

function sum(numbers: Sizes): number {
  return numbers.reduce((total: number, number) => total + (number ?? 0), 0);
}

/** `1.3 GB`, in the units of `ls -h` but decimal. */
function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.max(0, Math.floor(Math.log10(bytes) / 3)), units.length - 1);
  const number = bytes / 1000 ** power;
  return `${number < 10 && power > 0 ? number.toFixed(1) : Math.round(number)} ${units[power]}`;
}
