import { NEWLINE } from '../recording/ascii.ts';

/** A log cut into its lines, byte for byte: each with the newline that ends it. */
export function linesOf(chunks: readonly Uint8Array[]): readonly Uint8Array[] {
  const log = joined(chunks);
  const lines: Uint8Array[] = [];
  for (let start = 0; start < log.length; ) {
    const newline = log.indexOf(NEWLINE, start);
    const end = newline === -1 ? log.length : newline + 1;
    lines.push(log.subarray(start, end));
    start = end;
  }
  return lines;
}

/** Bytes as one piece. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
