import { openSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { ReadStream } from 'node:tty';

/** A person's terminal: keys come from it, and it can be drawn on. */
export interface Console {
  readonly input: Readable & { setRawMode(raw: boolean): unknown };
  readonly output: Writable & { readonly columns?: number; readonly rows?: number };
  readonly signals: Signals;
  /** Lets go of what was opened for it. */
  readonly close: () => void;
}

/** What may end this process, as `process` tells it. */
export interface Signals {
  on(name: string, listener: () => void): unknown;
  off(name: string, listener: () => void): unknown;
  /** Sends a signal to this process. */
  kill(signal: string): void;
}

/**
 * The terminal this process runs in; `null` where there is none. Keys are read from `/dev/tty`
 * where standard input is the log.
 */
export function openConsole(): Console | null {
  const output = process.stdout;
  if (!output.isTTY) return null;
  const signals: Signals = {
    on: (name, listener) => process.on(name, listener),
    off: (name, listener) => process.off(name, listener),
    kill: (signal) => process.kill(process.pid, signal),
  };
  if (process.stdin.isTTY) {
    const input = process.stdin;
    return { input, output, signals, close: () => input.pause() };
  }
  const input = openKeyboard();
  return input === null ? null : { input, output, signals, close: () => input.destroy() };
}

function openKeyboard(): ReadStream | null {
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return null; // No terminal controls this process, as under cron.
  }
}
