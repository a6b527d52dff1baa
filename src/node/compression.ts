import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from './input-error.ts';

/** Compressions by their first bytes; `null` is one we read ourselves. */
const MAGICS: readonly { readonly magic: readonly number[]; readonly tool: string | null }[] = [
  { magic: [0x1f, 0x8b], tool: null },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], tool: 'zstd' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], tool: 'xz' },
  { magic: [0x42, 0x5a, 0x68], tool: 'bzip2' },
];

const LONGEST_MAGIC = 5;

/**
 * Passes plain bytes through and unpacks gzip, told apart by the first bytes, whatever the file is
 * called.
 *
 * @throws {@link InputError} (while iterating) where gzip data is damaged or ends early, and for
 * compressions that need a tool of their own.
 */
export async function* decompress(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    const head = await readAtLeast(chunks, LONGEST_MAGIC);
    const compression = MAGICS.find(({ magic }) => magic.every((byte, at) => head[at] === byte));
    if (compression === undefined) yield* concat(head, chunks);
    else if (compression.tool === null) yield* gunzip(concat(head, chunks));
    else throw needsTool(compression.tool);
  } finally {
    await chunks.return?.();
  }
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // What fails in the pipeline is thrown by the iteration below.
  const unpacked = pipeline(Readable.from(source, { objectMode: false }), createGunzip(), () => {});
  try {
    yield* unpacked;
  } catch (error) {
    if (error instanceof InputError) throw error;
    const ended = error instanceof Error && error.message === 'unexpected end of file';
    const found = ended ? 'gzip data that ends early' : 'damaged gzip data';
    throw new InputError('damaged', `found ${found}, expected a whole file`, { cause: error });
  }
}

function needsTool(tool: string): InputError {
  const hint = `unpack it first: ${tool} -dc FILE | netdev-replay … -`;
  return new InputError('compressed', `found ${tool} data, expected text or gzip (${hint})`);
}

async function readAtLeast(chunks: AsyncIterator<Uint8Array>, bytes: number): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < bytes) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : join(head, next.value);
  }
  return head;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

async function* concat(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    yield next.value;
  }
}
