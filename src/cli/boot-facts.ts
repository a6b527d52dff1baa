import { STDIN } from '../node/log-file.ts';
import { type BootFacts, joinFacts, NOTHING_KNOWN } from '../recording/boot-facts.ts';
import { type ReadOptions, readFacts } from '../recording/read.ts';
import { titleOf } from './inputs.ts';
import type { Shell } from './shell.ts';
import { UsageError } from './usage-error.ts';

/**
 * What several logs of one boot tell of it, each for the others. Standard input can be read only
 * once, so it is not asked.
 *
 * @throws {@link UsageError} where two logs name different kernels.
 */
export async function factsOfBoot(
  shell: Shell,
  files: readonly string[],
  reading: ReadOptions,
): Promise<BootFacts> {
  let known = NOTHING_KNOWN;
  let namedBy = '';
  for (const file of files) {
    const facts = await factsOf(shell, file, reading);
    if (facts.kernel !== null && known.kernel === null) namedBy = file;
    if (facts.kernel !== null && known.kernel !== null && facts.kernel !== known.kernel) {
      throw new UsageError(
        `--together: found kernel ${known.kernel} in ${titleOf(namedBy)} and ${facts.kernel} in ` +
          `${titleOf(file)}, expected logs of one boot`,
      );
    }
    known = joinFacts(known, facts);
  }
  return known;
}

/** Nothing where the log cannot be read: reading it for its events says why. */
async function factsOf(shell: Shell, file: string, reading: ReadOptions): Promise<BootFacts> {
  if (file === STDIN) return NOTHING_KNOWN;
  try {
    const { content } = await shell.openLog(file);
    return await readFacts(content, reading);
  } catch {
    return NOTHING_KNOWN;
  }
}
