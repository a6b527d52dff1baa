import { closeSync, openSync, writeSync } from 'node:fs';
import type { Life } from './life.ts';
import type { Noise } from './noise.ts';

/** What a log is told of. */
export interface Ingredients {
  /** What the log begins with, once. */
  readonly head: string;
  readonly life: Life;
  readonly noise: Noise | null;
  /** The share of the lines that are life. */
  readonly share: number;
}

const WRITE_BYTES = 1 << 20;
const PAUSE_MICROS = 1000;

/** Tells a log of about `most` lines, piece by piece. */
export function* tellLog(
  most: number,
  { head, life, noise, share }: Ingredients,
): Generator<string> {
  const noisePerLine = noise === null ? 0 : (1 - share) / share;
  let lines = head.split('\n').length - 1;
  let later = 0;
  let owed = 0;
  yield head;
  for (let round = 0; lines < most; round += 1) {
    const first = life[0]?.last ?? 0;
    let now = first + later;
    for (const piece of life) {
      if (lines >= most) return;
      yield piece.tell(round, later);
      now = Math.max(now, (piece.last ?? 0) + later);
      lines += piece.lines;
      owed += piece.lines * noisePerLine;
      if (noise === null || owed < 1 || lines >= most) continue;
      const due = Math.min(Math.floor(owed), most - lines);
      yield noise(due, now);
      lines += due;
      owed -= due;
    }
    later = now - first + PAUSE_MICROS;
  }
}

/** Writes a file of pieces. */
export async function writePieces(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const file = openSync(path, 'w');
  let held = '';
  for await (const piece of pieces) {
    held += piece;
    if (held.length < WRITE_BYTES) continue;
    writeSync(file, held);
    held = '';
  }
  writeSync(file, held);
  closeSync(file);
}
