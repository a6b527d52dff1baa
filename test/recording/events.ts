import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { KernelEvent } from '../../src/model/events.ts';
import { type ReadOptions, type Recording, readLog } from '../../src/recording/read.ts';

const ROOT = new URL('../../events/', import.meta.url);
const PROVENANCE = '.provenance.json';

/** A recording under events/ with what a reader without our tools found in it. */
export interface RecordingCase {
  /** `6.1-cloud/life-kprobe` */
  readonly name: string;
  readonly facts: Readonly<Record<string, readonly string[]>>;
}

/** All recordings, sorted by name. */
export function recordings(): readonly RecordingCase[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(PROVENANCE))
    .sort()
    .map((file) => ({
      name: file.slice(0, -PROVENANCE.length),
      facts: JSON.parse(readFileSync(new URL(file, ROOT), 'utf8')).facts ?? {},
    }));
}

/** The bytes of a recording. */
export function recordedBytes(name: string): Uint8Array {
  const { log } = JSON.parse(readFileSync(new URL(name + PROVENANCE, ROOT), 'utf8'));
  const file = readFileSync(new URL(log, new URL(name, ROOT)));
  return new Uint8Array(log.endsWith('.gz') ? gunzipSync(file) : file);
}

/** A recording as the library reads it, each time anew: nothing is left over between tests. */
export function recorded(name: string): Promise<Recording> {
  return readLog(inChunks(recordedBytes(name), 64 * 1024));
}

/** The events of a recording. */
export async function recordedEvents(name: string): Promise<readonly KernelEvent[]> {
  return (await recorded(name)).events;
}

/** Reads a log given as text. */
export async function eventsOf(
  text: string,
  options: ReadOptions = {},
): Promise<readonly KernelEvent[]> {
  return (await readLog(inChunks(new TextEncoder().encode(text), 4096), options)).events;
}

/** Bytes in pieces of a size, as a file hands them out: each is overwritten by the next. */
export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const lent = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size);
    lent.set(chunk);
    yield lent.subarray(0, chunk.length);
  }
}
