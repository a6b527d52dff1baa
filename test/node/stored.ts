import { crc32 } from './crc32.ts';

/*
 * Compressed files that compress nothing, made by hand: the content stands in them as it is, in
 * blocks, so that a test knows what a cut or a broken block leaves.
 */

/** How many bytes of content a block has. */
export const BLOCK_BYTES = 1000;

/** A way to pack a log into blocks. */
export interface Packing {
  readonly kind: 'gzip' | 'zstd' | 'xz';
  readonly pack: (content: Uint8Array) => Packed;
}

/** A file, and where in it each block begins. */
export interface Packed {
  readonly bytes: Uint8Array;
  readonly blocks: readonly number[];
}

/** RFC 1952 around the stored blocks of RFC 1951: their lengths, and the complement of these. */
const GZIP: Packing = {
  kind: 'gzip',
  pack: (content) => {
    const head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    const tail = [...little(crc32(content), 4), ...little(content.length, 4)];
    return assembled(head, content, tail, (length, last) => {
      return [last ? 1 : 0, ...little(length, 2), ...little(0xffff - length, 2)];
    });
  },
};

/** RFC 8878: a frame without a checksum, raw blocks. */
const ZSTD: Packing = {
  kind: 'zstd',
  pack: (content) =>
    assembled([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58], content, [], (length, last) =>
      little((length << 3) | (last ? 1 : 0), 3),
    ),
};

/** The .xz format 1.2: one block, without a check, of LZMA2 chunks that are not compressed. */
const XZ: Packing = {
  kind: 'xz',
  pack: (content) => {
    const flags = [0, 0];
    const header = [2, 0, 0x21, 1, 0x16, 0, 0, 0];
    const head = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ...flags, ...checked(flags)];
    const start = [...head, ...header, ...checked(header)];
    const chunks = Math.ceil(content.length / BLOCK_BYTES);
    const size = header.length + 4 + content.length + 3 * chunks + 1;
    const padding = Array.from({ length: (4 - (size % 4)) % 4 }, () => 0);
    const record = [0, 1, ...variable(size), ...variable(content.length)];
    const index = [...record, ...Array.from({ length: (4 - (record.length % 4)) % 4 }, () => 0)];
    const backward = [...little(index.length / 4, 4), ...flags];
    const footer = [...checked(backward), ...backward, 0x59, 0x5a];
    const tail = [0, ...padding, ...index, ...checked(index), ...footer];
    return assembled(start, content, tail, (length, _last, first) => {
      return [first ? 1 : 2, (length - 1) >> 8, (length - 1) & 0xff];
    });
  },
};

export const PACKINGS: readonly Packing[] = [GZIP, ZSTD, XZ];

/** The same file with a block of a type that none of them knows. */
export function damagedAt(bytes: Uint8Array, block: number): Uint8Array {
  return new Uint8Array(bytes).fill(0x76, block, block + 3);
}

function assembled(
  head: readonly number[],
  content: Uint8Array,
  tail: readonly number[],
  header: (length: number, last: boolean, first: boolean) => readonly number[],
): Packed {
  const parts: Uint8Array[] = [Uint8Array.from(head)];
  const blocks: number[] = [];
  let size = head.length;
  for (let at = 0; at < content.length; at += BLOCK_BYTES) {
    const block = content.subarray(at, at + BLOCK_BYTES);
    const before = header(block.length, at + BLOCK_BYTES >= content.length, at === 0);
    blocks.push(size);
    parts.push(Uint8Array.from(before), block);
    size += before.length + block.length;
  }
  return { bytes: new Uint8Array(Buffer.concat([...parts, Uint8Array.from(tail)])), blocks };
}

function checked(bytes: readonly number[]): readonly number[] {
  return little(crc32(Uint8Array.from(bytes)), 4);
}

function little(number: number, bytes: number): readonly number[] {
  return Array.from({ length: bytes }, (_, at) => Math.floor(number / 256 ** at) % 256);
}

/** Seven bits a byte, the lowest first. */
function variable(number: number): readonly number[] {
  return number < 128 ? [number] : [(number % 128) + 128, ...variable(Math.floor(number / 128))];
}
