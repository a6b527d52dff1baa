import { InputError } from './input-error.ts';

/** Unpacks one compression; passes errors of its source through. */
type Unpack = (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

interface Compression {
  readonly magic: readonly number[];
  /** Loads what unpacks it; `null` where nothing here does. */
  readonly load: (() => Promise<Unpack>) | null;
  /** The tool that unpacks it, where we do not. */
  readonly tool: string;
}

/** Compressions by their first bytes. */
const COMPRESSIONS: readonly Compression[] = [
  { magic: [0x1f, 0x8b], load: loadGzip, tool: 'gzip' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], load: loadZstd, tool: 'zstd' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], load: loadXz, tool: 'xz' },
  { magic: [0x42, 0x5a, 0x68], load: null, tool: 'bzip2' },
];

const LONGEST_MAGIC = 5;

/**
 * Passes plain bytes through and unpacks gzip, zstd and xz, told apart by the first bytes, whatever
 * the file is called. Streaming: memory does not grow with the log. The source may overwrite a
 * chunk when it is asked for the next; plain chunks are passed on as such.
 *
 * @throws {@link InputError} (while iterating) where compressed data is damaged or ends early, once
 * all that could be unpacked was given, and for compressions that need a tool of their own.
 */
export async function* decompress(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    const head = await readAtLeast(chunks, LONGEST_MAGIC);
    const whole = concat(head, chunks);
    const compression = COMPRESSIONS.find(({ magic }) =>
      magic.every((byte, at) => head[at] === byte),
    );
    if (compression === undefined) yield* whole;
    else if (compression.load === null) throw needsTool(compression.tool);
    else yield* (await compression.load())(copied(whole));
  } finally {
    await chunks.return?.();
  }
}

/** Chunks to keep: what unpacks them may look at one when the next has overwritten it. */
async function* copied(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) yield new Uint8Array(chunk);
}

async function loadGzip(): Promise<Unpack> {
  return (await import('./gzip.ts')).unpackGzip;
}

async function loadZstd(): Promise<Unpack> {
  return (await import('./zstd.ts')).unpackZstd;
}

async function loadXz(): Promise<Unpack> {
  return (await import('./xz.ts')).unpackXz;
}

function needsTool(tool: string): InputError {
  const hint = `unpack it first: ${tool} -dc FILE | netdev-replay … -`;
  return new InputError(
    'compressed',
    `found ${tool} data, expected text, gzip, zstd or xz (${hint})`,
  );
}

async function readAtLeast(chunks: AsyncIterator<Uint8Array>, bytes: number): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < bytes) {
    const next = await chunks.next();
    if (next.done === true) break;
    // Not copied where it need not: a chunk of a file lies where lines are stepped over.
    if (head.length === 0 && next.value.length >= bytes) return next.value;
    head = join(head, next.value);
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
