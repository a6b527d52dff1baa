import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { newWindow, WINDOW_BYTES } from '../recording/skim/window.ts';
import { decompress } from './compression.ts';
import { InputError, type InputErrorCode } from './input-error.ts';

/** A log that is open for reading. */
export interface LogFile {
  /** What to call it in messages. */
  readonly name: string;
  /** Its size in bytes as stored, `null` for pipes. */
  readonly size: number | null;
  /** How many of these were read so far. */
  readonly position: () => number;
  /**
   * Its content, decompressed. A chunk is only lent: asking for the next one may overwrite it.
   * Iterating throws {@link InputError} where reading fails.
   */
  readonly content: AsyncIterable<Uint8Array>;
}

/** The name that stands for standard input. */
export const STDIN = '-';

/**
 * Opens a file, or standard input for `-`. Compression is recognised by its content,
 * not by its name. Nothing here waits for Node's threads, which cost more than they spare.
 *
 * @throws {@link InputError} when there is nothing to read.
 */
export async function openLog(name: string): Promise<LogFile> {
  if (name === STDIN) return logFile('standard input', null, process.stdin);
  try {
    const stats = statSync(name);
    if (stats.isDirectory()) {
      throw new InputError('directory', 'found a directory, expected a log file');
    }
    const size = stats.isFile() ? stats.size : null;
    // What the kernel makes up while it is read (trace_pipe) has no size, and may keep one waiting.
    const stored = size !== null && size > 0;
    return logFile(name, size, stored ? lent(openSync(name, 'r')) : streamed(name));
  } catch (error) {
    throw inputError(error);
  }
}

/** How many bytes a regular file has as stored; `null` for anything else, and where there is none. */
export async function sizeOf(name: string): Promise<number | null> {
  if (name === STDIN) return null;
  try {
    const stats = statSync(name);
    return stats.isFile() ? stats.size : null;
  } catch {
    return null; // Whoever opens it is told why.
  }
}

/**
 * The bytes of a stored file, all in one buffer, one after the other: a fresh one for each chunk,
 * and a thread to fill it, take as long as the reading.
 */
async function* lent(file: number): AsyncGenerator<Uint8Array> {
  const buffer = newWindow();
  try {
    for (;;) {
      const length = readSync(file, buffer, 0, buffer.length, null);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** The bytes of anything else, which is opened when they are asked for: that may take long. */
async function* streamed(name: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(name, { highWaterMark: WINDOW_BYTES });
}

function logFile(name: string, size: number | null, stream: AsyncIterable<Uint8Array>): LogFile {
  let position = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of stream) {
        position += chunk.length;
        yield chunk;
      }
    } catch (error) {
      throw inputError(error);
    }
  }
  return { name, size, position: () => position, content: decompress(counted()) };
}

/** What the system said, in a user's words. */
function inputError(error: unknown): InputError {
  if (error instanceof InputError) return error;
  const code = errorCode(error);
  const [kind, message] = MEANINGS[code] ?? ['failed', `could not be read (${code})`];
  return new InputError(kind, message, { cause: error });
}

const MEANINGS: Readonly<Record<string, readonly [InputErrorCode, string]>> = {
  ENOENT: ['missing', 'found no such file, expected a log'],
  ENOTDIR: ['missing', 'found no such file, expected a log'],
  EISDIR: ['directory', 'found a directory, expected a log file'],
  EACCES: ['denied', 'found a file you may not read, expected a log'],
  EPERM: ['denied', 'found a file you may not read, expected a log'],
};

function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return String(error);
}
