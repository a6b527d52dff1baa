import { createGunzip } from 'node:zlib';
import { damage } from './damage.ts';

/** So many bytes are unpacked at a time: text may grow a thousandfold. */
const STEP_BYTES = 64 * 1024;

interface Failure {
  readonly error: unknown;
}

/** Unpacks gzip, several files put together included. */
export async function* unpackGzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const unpacked: Uint8Array[] = [];
  gunzip.on('data', (chunk: Uint8Array) => unpacked.push(chunk));
  const failed = new Promise<Failure>((resolve) => {
    gunzip.once('error', (error) => resolve({ error }));
  });
  const ended = new Promise<null>((resolve) => gunzip.once('end', () => resolve(null)));
  const write = (bytes: Uint8Array): Promise<null> =>
    new Promise((resolve) => gunzip.write(bytes, () => resolve(null)));
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; at += STEP_BYTES) {
        const failure = await Promise.race([failed, write(chunk.subarray(at, at + STEP_BYTES))]);
        yield* unpacked.splice(0);
        complain(failure);
      }
    }
    gunzip.end();
    const failure = await Promise.race([failed, ended]);
    yield* unpacked.splice(0);
    complain(failure);
  } finally {
    gunzip.destroy();
  }
}

function complain(failure: Failure | null): void {
  if (failure === null) return;
  const { error } = failure;
  const early = error instanceof Error && error.message === 'unexpected end of file';
  throw damage('gzip', early, error);
}
