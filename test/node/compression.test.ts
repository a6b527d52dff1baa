import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decompress } from '../../src/node/compression.ts';
import { chunked, gathered } from './bytes.ts';

const content = fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array([35, ...bytes]));
const size = fc.integer({ min: 1, max: 100 });

/** What `zstd` and `xz` make of LOG, and `xz --check=sha256` of a letter. */
const ZSTD =
  'KLUv/QRYzQcA9lEnEqCXtAGQ9H5VT4iIMjOJ3xVPxSUAIAAgABsL30q59S/1Pj5fr8pkZK35lKbSt1oNQASCgwKD' +
  'MBALWAghCAQTx83Sp4tKcc8YIXkampQIxVgyLgZtYrwYG4pFrUYbBp/WdCmWpjOWM+o6UvSoTE3NH1F8RyKPHtpF' +
  'ETqo9EkDAONnorDJinDXiFY5ilN32Uw3MUsaG3bSWLivFPluTU+oEChMZl0DoKMkbRAQIZTSB0DqAXSTKLoYRl3n' +
  'u5ItCagQBKIi1DDq2Pr7y+pFEHE8IDT/NVc8BriTCuwNhXfZwTV5Is6XAoNN9ib0T3Lr+eruMDD7BE4Knq/rYA==';
const XZ =
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AO5ARJdAC2IMEYi4aKUxKyydFCWfzC3nADqe8rldWTQkXKI0DQmfE4C' +
  'WxfqSGymGteFW6L5vtw6j2d9MKj0bzcGtfDHDalsfN4E2eVW9OkKcpWcCjcKGRJpEpNsub0WhtkwJGZoHWUQLfOq' +
  'Tc9DxhGCtCwh1rwfQ6Pf0zzhFFJcJMI0Ty8J4aETGSN0/11LLtnWO+cGVznFxSC/QL/TgKjD8abfsB7rrr3TIiTP' +
  'Z53t76A7I6AgvacAGVz1zXcSuY3h6TQvfNwhLqBD0Gp5WZt4wYMgnL6sO3OFVkg7TZJLkVLY5k2yys8jh7LoVDvM' +
  'go8ZlWKLKOHBOFTpDxqywB9yS7FgtZCXbeBrXRw1F3dh/ykVgOmoHQAAAADjRt9dnCrgZgABrgK6BwAAWE8D7bHE' +
  'Z/sCAAAAAARZWg==';
const XZ_SHA256 =
  '/Td6WFoAAArh+wyhAgAhARYAAAB0L+WjAQABeAoAAABzyzhYpoeoSUyjMjBTAWKC89rTnULPYspOed2iqsfZrAAB' +
  'MgJ2gPgjGJtLmgEAAAAAClla';

/** A log. */
const LOG = Buffer.from(
  Array.from({ length: 40 }, (_, i) => `[    1.${100_000 + i * 7919}] line ${i * i}\n`).join(''),
);

const PACKED: readonly (readonly [string, Uint8Array])[] = [
  ['gzip', gzipSync(LOG)],
  ['zstd', base64(ZSTD)],
  ['xz', base64(XZ)],
];

function base64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** What a source gives before it ends or fails, and the failure. */
async function attempt(source: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of source) chunks.push(new Uint8Array(chunk));
    return { bytes: Buffer.concat(chunks), error: null };
  } catch (error) {
    return { bytes: Buffer.concat(chunks), error };
  }
}

describe.each(PACKED)('a source of %s', (kind, packed) => {
  it('is unpacked, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(size, async (chunk) => {
        expect(Buffer.from(await gathered(decompress(chunked(packed, chunk))))).toEqual(LOG);
      }),
    );
  });

  it('is unpacked to its end where several were put together', async () => {
    const twice = Buffer.concat([packed, packed]);
    const text = Buffer.from(await gathered(decompress(chunked(twice, 50))));
    expect(text).toEqual(Buffer.concat([LOG, LOG]));
  });

  it('is said to end early where it is cut, and what is there is unpacked first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 6, max: packed.length - 1 }), async (cut) => {
        const { bytes, error } = await attempt(decompress(chunked(packed.subarray(0, cut), 50)));
        expect(error).toMatchObject({
          name: 'InputError',
          code: 'damaged',
          message: `found ${kind} data that ends early, expected a whole file`,
        });
        expect(LOG.subarray(0, bytes.length)).toEqual(bytes);
      }),
    );
  });

  it('is said to be damaged where its header makes no sense', async () => {
    const damaged = packed
      .with(6, 0xff)
      .with(7, 0xff)
      .with(8, 0xff)
      .with(9, 0xff)
      .with(10, 0xff)
      .with(11, 0xff);
    const { error } = await attempt(decompress(chunked(damaged, 50)));
    expect(error).toMatchObject({ name: 'InputError', code: 'damaged' });
  });
});

it('a long log that is cut gives nearly all of it before it complains', async () => {
  const log = Buffer.from(Array.from({ length: 50_000 }, (_, i) => `line ${i * i}\n`).join(''));
  const packed = gzipSync(log);
  const { bytes, error } = await attempt(decompress(chunked(packed.subarray(0, -9), 65_536)));
  expect(error).toMatchObject({ code: 'damaged' });
  expect(bytes.length).toBe(log.length);
});

describe('a source', () => {
  it('passes as it is where it is not compressed, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(content, size, async (bytes, chunk) => {
        expect(await gathered(decompress(chunked(bytes, chunk)))).toEqual(bytes);
      }),
    );
  });

  it('passes its first chunk on where it lies, if that tells the compression', async () => {
    const chunk = new Uint8Array(LOG);
    async function* source(): AsyncGenerator<Uint8Array> {
      yield chunk;
    }
    for await (const passed of decompress(source())) expect(passed).toBe(chunk);
  });

  it('may be empty, or shorter than any mark of a compression', async () => {
    expect(await gathered(decompress(chunked(new Uint8Array(), 1)))).toHaveLength(0);
    expect(await gathered(decompress(chunked(new Uint8Array([0x1f]), 1)))).toHaveLength(1);
  });

  it.each([['bzip2', [0x42, 0x5a, 0x68, 0x39, 0]]])(
    'is refused where it is %s, with the command that helps',
    async (tool, bytes) => {
      const error = await gathered(decompress(chunked(new Uint8Array(bytes), 2))).catch(
        (thrown) => thrown,
      );
      expect(error).toMatchObject({ code: 'compressed' });
      expect(error.message).toContain(`${tool} -dc FILE`);
    },
  );

  it('is refused where it is xz with a check we cannot make, with the command that helps', async () => {
    const { error } = await attempt(decompress(chunked(base64(XZ_SHA256), 50)));
    expect(error).toMatchObject({ code: 'compressed', message: expect.stringContaining('xz -dc') });
  });

  it('leaves the next one readable when it is left before its end', async () => {
    const [, , [, packed = LOG] = []] = PACKED;
    for await (const _ of decompress(chunked(Buffer.concat([packed, packed]), 10))) break;
    expect(await gathered(decompress(chunked(packed, 10)))).toHaveLength(LOG.length);
  });

  it('is closed when nobody wants more of it', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(10);
      } finally {
        closed = true;
      }
    }
    for await (const _ of decompress(endless())) break;
    expect(closed).toBe(true);
  });
});
