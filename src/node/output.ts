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

function isClosed(error: Error): boolean {
  if (!('code' in error)) return false;
  return ['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'].includes(
    String(error.code),
  );
}
