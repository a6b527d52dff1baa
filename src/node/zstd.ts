import { Decompress, ZstdErrorCode } from 'fzstd';
import { damage } from './damage.ts';

/**
 * Unpacks zstd, several frames included. fzstd does not compare checksums: damage that leaves the
 * data well-formed shows as lines that are not understood.
 *
 * This module loads fzstd; import it lazily.
 */
export async function* unpackZstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacked: Uint8Array[] = [];
  const frames = new Decompress((chunk) => unpacked.push(chunk));
  try {
    for await (const chunk of source) {
      const failure = attempt(() => frames.push(chunk));
      yield* unpacked.splice(0);
      if (failure !== null) throw failure.error;
    }
    frames.push(new Uint8Array(0), true);
  } catch (error) {
    throw damage('zstd', isEnd(error), error);
  }
}

/** Calls `step`; what it throws has to wait until its output is passed on. */
function attempt(step: () => unknown): { readonly error: unknown } | null {
  try {
    step();
    return null;
  } catch (error) {
    return { error };
  }
}

function isEnd(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === ZstdErrorCode.UnexpectedEOF;
}
