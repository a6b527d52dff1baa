import type { LogFile } from '../node/log-file.ts';
import type { Screen } from './shell.ts';

/** Nobody needs to be told about what takes less. */
const PATIENCE_MS = 700;
const REFRESH_MS = 200;
const ERASE_LINE = '\r\x1b[2K';

/** Tells a person who waits how far a long log has been read. */
export interface Progress {
  readonly tell: (events: number) => Promise<void>;
  readonly clear: () => Promise<void>;
}

/** Progress on a terminal; silence anywhere else. */
export function progressOf(log: LogFile, err: Screen, now: () => number = Date.now): Progress {
  if (!err.terminal.interactive) return { tell: async () => {}, clear: async () => {} };
  let next = now() + PATIENCE_MS;
  let shown = false;
  let count = 0;
  return {
    tell: async (events) => {
      count += events;
      if (now() < next) return;
      next = now() + REFRESH_MS;
      shown = true;
      await err.write(`${ERASE_LINE}reading: ${share(log)}${count.toLocaleString('en')} events`);
    },
    clear: async () => {
      if (shown) await err.write(ERASE_LINE);
      shown = false;
    },
  };
}

function share(log: LogFile): string {
  if (log.size === null || log.size === 0) return '';
  return `${Math.floor((100 * log.position()) / log.size)} %, `;
}
