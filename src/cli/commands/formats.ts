import { FORMATS } from '../../recording/formats.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { BLANK, line, span } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { typeset } from '../render/typeset.ts';
import type { Shell } from '../shell.ts';

/** `formats`: what can be read, and the command that produces each. */
export async function formats(
  shell: Shell,
  options: { json?: boolean; schema?: boolean },
): Promise<ExitCode> {
  if (options.schema === true) {
    const { eventJsonSchema } = await import('../../recording/event-schema.ts');
    await shell.out.write(`${JSON.stringify(eventJsonSchema(), null, 2)}\n`);
    return EXIT.ok;
  }
  if (options.json === true) {
    await shell.out.write(`${JSON.stringify(FORMATS, null, 2)}\n`);
    return EXIT.ok;
  }
  const lines = FORMATS.flatMap(({ name, description, command }) => [
    line([span('name', name.padEnd(17)), description], { hang: [' '.repeat(17)] }),
    line([' '.repeat(17), span('dim', command)], { hang: [' '.repeat(19)] }),
  ]);
  const note = 'gzip, zstd and xz are read as is. The format is detected; --format overrides.';
  await shell.out.write(typeset([...lines, BLANK, line([note])], lookOf(shell.out.terminal)));
  return EXIT.ok;
}
