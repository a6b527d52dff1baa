/**
 * Bytes of a hole: a sector. What a machine wrote last before it lost power is such NULs, in a file
 * that has its full length. Lines with a NUL here and there are something else: a console makes
 * them, and text that a program wrote into a trace.
 */
const HOLE = 512;
/** So near each other that one falls into each hole, though the end of a chunk cuts it in two. */
const SAMPLES = HOLE / 2;

/** Whether a chunk may hold part of a hole. Looks at few of its bytes. */
export function mayBeHollow(chunk: Uint8Array): boolean {
  for (let at = 0; at < chunk.length; at += SAMPLES) if (chunk[at] === 0) return true;
  return false;
}

/** Whether there is a hole in `bytes[start, end)`. */
export function hasHole(bytes: Uint8Array, start: number, end: number): boolean {
  let run = 0;
  for (let at = start; at < end; at += 1) {
    run = bytes[at] === 0 ? run + 1 : 0;
    if (run === HOLE) return true;
  }
  return false;
}
