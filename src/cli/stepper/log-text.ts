import type { KernelEvent } from '../../model/events.ts';
import { encodeEvent } from '../../recording/event-json.ts';
import type { FormatName } from '../../recording/formats.ts';
import { textOf } from '../../recording/text.ts';
import { linesOf } from '../log-lines.ts';
import type { Shell } from '../shell.ts';

/** The shell, keeping in `chunks` what it reads of logs. */
export function keeping(shell: Shell, chunks: Uint8Array[]): Shell {
  return {
    ...shell,
    openLog: async (name) => {
      const log = await shell.openLog(name);
      return { ...log, content: kept(log.content, chunks) };
    },
  };
}

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

async function* kept(
  content: AsyncIterable<Uint8Array>,
  chunks: Uint8Array[],
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    chunks.push(chunk);
    yield chunk;
  }
}
