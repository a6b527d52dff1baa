import { readSync, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { newWindow } from '../recording/skim/window.ts';
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

/** Small enough that what is made of a chunk dies young. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Opens a file, or standard input for `-`. Compression is recognised by its content,
 * not by its name.
 *
 * @throws {@link InputError} when there is nothing to read.
 */
export async function openLog(name: string): Promise<LogFile> {
  if (name === STDIN) return logFile('standard input', null, process.stdin);
  try {
    const handle = await open(name);
    return await fromHandle(name, handle);
  } catch (error) {
    throw inputError(error);
  }
}

/** How many bytes a regular file has as stored; `null` for anything else, and where there is none. */
export async function sizeOf(name: string): Promise<number | null> {
  if (name === STDIN) return null;
  try {
    const stats = await stat(name);
    return stats.isFile() ? stats.size : null;
  } catch {
    return null; // Whoever opens it is told why.
  }
}

async function fromHandle(name: string, handle: FileHandle): Promise<LogFile> {
  let stats: Stats;
  try {
    stats = await handle.stat();
    if (stats.isDirectory()) {
      throw new InputError('directory', 'found a directory, expected a log file');
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  // What the kernel makes up while it is read (trace_pipe) has no size, and may keep one waiting.
  const stored = stats.isFile() && stats.size > 0;
  const stream = stored ? lent(handle) : handle.createReadStream({ highWaterMark: CHUNK_BYTES });
  return logFile(name, stats.isFile() ? stats.size : null, stream);
}

/**
 * The bytes of a stored file, all in one buffer, one after the other: a fresh one for each chunk,
 * and a thread to fill it, take as long as the reading.
 */
async function* lent(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = newWindow();
  try {
    for (;;) {
      const length = readSync(handle.fd, buffer, 0, buffer.length, null);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    await handle.close();
  }
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
