import { FORMATS } from '../../recording/formats.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { BLANK, line, span } from '../render/line.ts';
import { type Look, lookOf } from '../render/look.ts';
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
  const look = lookOf(shell.out.terminal);
  for (const { name, description, command } of FORMATS) {
    const title = line([span('name', name.padEnd(17)), description], { hang: [MARGIN] });
    await shell.out.write(typeset([title], look) + recipe(command, look));
  }
  const note = 'gzip, zstd and xz are read as is. The format is detected; --format overrides.';
  await shell.out.write(typeset([BLANK, line([note])], look));
  return EXIT.ok;
}

const MARGIN = ' '.repeat(17);

/** A program of several lines is for pasting: as it is, neither escaped nor wrapped. */
function recipe(command: string, look: Look): string {
  if (command.includes('\n')) return command.replace(/^/gm, '  ').concat('\n');
  return typeset([line([MARGIN, span('dim', command)], { hang: [`${MARGIN}  `] })], look);
}
