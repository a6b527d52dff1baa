import type { Shell } from './shell.ts';

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

async function* kept(
  content: AsyncIterable<Uint8Array>,
  chunks: Uint8Array[],
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    chunks.push(new Uint8Array(chunk)); // It is only lent.
    yield chunk;
  }
}
