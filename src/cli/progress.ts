import type { LogFile } from '../node/log-file.ts';
import { count } from './render/quantity.ts';
import type { Screen } from './shell.ts';

/** Nobody needs to be told about what takes less. */
export const PATIENCE_MS = 700;
export const REFRESH_MS = 200;
export const ERASE_LINE = '\r\x1b[2K';

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
  let events = 0;
  return {
    tell: async (more) => {
      events += more;
      if (now() < next) return;
      next = now() + REFRESH_MS;
      shown = true;
      await err.write(`${ERASE_LINE}reading: ${share(log)}${count(events, 'event')}`);
    },
    clear: async () => {
      if (shown) await err.write(ERASE_LINE);
      shown = false;
    },
  };
}

/** Progress for somebody who watches several logs: hands on the position in this one. */
export function positionOf(log: LogFile, watch: (bytes: number) => void): Progress {
  let next = 0;
  return {
    tell: async () => {
      if (Date.now() < next) return;
      next = Date.now() + REFRESH_MS;
      watch(log.position());
    },
    clear: async () => {},
  };
}

function share(log: LogFile): string {
  if (log.size === null || log.size === 0) return '';
  return `${Math.floor((100 * log.position()) / log.size)} %, `;
}
