import type { BootFacts } from '../../recording/boot-facts.ts';
import { encodeEvent, encodeFacts } from '../../recording/event-json.ts';
import { factsOfBoot } from '../boot-facts.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type InputOptions, logsToRead, readOptions } from '../inputs.ts';
import { complainOfHints, readLog } from '../reading.ts';
import { escapeJson } from '../render/escape.ts';
import type { Shell } from '../shell.ts';

/**
 * `events LOG`: the events as JSONL, losslessly, safe to print on a terminal. What the log tells of
 * its boot stands in front, or behind where it is known only then.
 */
export async function events(
  shell: Shell,
  named: readonly string[],
  options: InputOptions,
): Promise<ExitCode> {
  const reading = readOptions(options);
  const [log = '-'] = logsToRead(shell, named);
  const tell = async (facts: BootFacts): Promise<string | null> => {
    const line = encodeFacts(facts);
    if (line !== null) await shell.out.write(`${escapeJson(line)}\n`);
    return line;
  };
  const told = await tell(await factsOfBoot(shell, [log], reading));
  const result = await readLog(shell, log, reading, async (some) => {
    let text = '';
    for (const event of some) text += `${escapeJson(encodeEvent(event))}\n`;
    if (text !== '') await shell.out.write(text);
    return true;
  });
  if (result.read !== 'whole') return EXIT.unusable;
  if (encodeFacts(result.summary) !== told) await tell(result.summary);
  await complainOfHints(shell, log, result.summary);
  return result.summary.problems.length === 0 ? EXIT.ok : EXIT.unusable;
}
