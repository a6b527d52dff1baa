import type { KernelEvent } from '../../model/events.ts';
import { encodeEvent } from '../../recording/event-json.ts';
import type { FormatName } from '../../recording/formats.ts';
import { textOf } from '../../recording/text.ts';
import { linesOf } from '../log-lines.ts';

/** Finds the line of an event in a log; events read as JSONL are lines of their own. */
export function lineFinder(
  format: FormatName,
  chunks: readonly Uint8Array[],
): (event: KernelEvent) => string | null {
  if (format === 'jsonl') return encodeEvent;
  const lines = linesOf(chunks);
  return ({ line }) => {
    const bytes = line === null ? undefined : lines[line - 1];
    return bytes === undefined ? null : textOf(bytes, 0, bytes.length).replace(/\r*\n$/, '');
  };
}
