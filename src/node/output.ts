import { fstatSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** Somewhere text goes to, one piece after another. */
export interface Output {
  /**
   * Resolves once the text has left the process, so that a slow reader slows the writer. Bytes are
   * for what need not be text: the lines of a log.
   *
   * @throws {@link OutputClosed} when nobody reads any more.
   */
  write(text: string | Uint8Array): Promise<void>;
}

/** The reader went away, as `head` does after its last line. Not a failure: stop quietly. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/**
 * An open pipe or file as an output. Written to at once, as Node does it, too, but without its
 * streams, which take 2 ms to load: the one of this file is made where a pipe does not wait for its
 * reader (O_NONBLOCK) and is full.
 */
export function fileOutput(file: number, streamOf: () => Writable): Output {
  let patient: Output | null = null;
  return {
    write: async (text) => {
      let rest = typeof text === 'string' ? Buffer.from(text) : text;
      try {
        while (patient === null && rest.length > 0) rest = rest.subarray(writeSync(file, rest));
      } catch (error) {
        if (isClosed(error)) throw new OutputClosed('nobody reads', { cause: error });
        if (codeOf(error) !== 'EAGAIN') throw error;
        patient = outputOf(streamOf());
      }
      await patient?.write(rest);
    },
  };
}

/** Whether an open file is a device, such as a terminal. */
export function isDevice(file: number): boolean {
  return fstatSync(file).isCharacterDevice();
}

/** A standard stream of this process as an output. */
export function outputOf(stream: Writable): Output {
  // Every failure reaches the writer through its callback; unheard, the event would end the process.
  stream.on('error', () => {});
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => {
          if (error === null || error === undefined) resolve();
          else reject(isClosed(error) ? new OutputClosed('nobody reads', { cause: error }) : error);
        });
      }),
  };
}

function isClosed(error: unknown): boolean {
  return ['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
