import xz from 'xz-decompress';
import { damage } from './damage.ts';
import { InputError } from './input-error.ts';

/** Results of xz_dec_run (xz-embedded, xz.h) as the package reports them. */
const CHECK_UNKNOWN = 'error code 6';
const ENDED_EARLY = 'error code 8';

/**
 * Unpacks xz, several streams put together included. The package unpacks one file at a time: a
 * second one waits for the first to end.
 *
 * This module loads xz-decompress; import it lazily.
 */
export async function* unpackXz(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new xz.XzReadableStream(webStream(source)).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } catch (error) {
    throw complaint(error);
  } finally {
    await reader.cancel().catch(() => {}); // It failed or ended: nothing is left to cancel.
  }
}

function complaint(error: unknown): InputError {
  const message = error instanceof Error ? error.message : '';
  if (message.endsWith(CHECK_UNKNOWN)) {
    const hint = 'unpack it first: xz -dc FILE | netdev-replay … -';
    return new InputError(
      'compressed',
      `found xz data of a rare kind, expected crc32 or crc64 (${hint})`,
    );
  }
  return damage('xz', message.endsWith(ENDED_EARLY), error);
}

/** The source as the web's streams; an empty chunk would look like the end. */
function webStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const next = await chunks.next();
        if (next.done === true) {
          controller.close();
          return;
        }
        if (next.value.length > 0) {
          controller.enqueue(next.value);
          return;
        }
      }
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}
