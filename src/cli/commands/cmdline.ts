import { EXIT, type ExitCode } from '../exit-code.ts';
import { unknownName } from '../inputs.ts';
import { KPROBE_REMARK, RECIPES, type Recipe } from '../recipe.ts';
import { BLANK, type Line, line, span } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { typeset } from '../render/typeset.ts';
import type { Shell } from '../shell.ts';

/**
 * `cmdline [TRACER]`: the parameters on stdout, alone on one line to paste into a boot loader; what
 * they mean and how to save the log on stderr.
 */
export async function cmdline(shell: Shell, tracer: string): Promise<ExitCode> {
  const recipe = RECIPES.find((candidate) => candidate.tracer === tracer);
  if (recipe === undefined) {
    throw unknownName(
      'cmdline',
      tracer,
      RECIPES.map((candidate) => candidate.tracer),
    );
  }
  const look = lookOf(shell.err.terminal);
  await shell.err.write(typeset(before(recipe), look));
  await shell.out.write(`${recipe.parameters.join(' ')}\n`);
  await shell.err.write(typeset(after(recipe), look));
  return EXIT.ok;
}

function before({ tracer, shows }: Recipe): readonly Line[] {
  return [line([span('strong', tracer), `: ${shows}.`]), line(['Kernel parameters:']), BLANK];
}

function after({ remarks, save, tracer }: Recipe): readonly Line[] {
  const width = Math.max(...remarks.map(([parameter]) => parameter.length)) + 2;
  const others = RECIPES.map((recipe) => recipe.tracer).filter((name) => name !== tracer);
  return [
    BLANK,
    ...remarks.map(([parameter, remark]) =>
      line([span('name', parameter.padEnd(width)), remark], { hang: [' '.repeat(width)] }),
    ),
    BLANK,
    line(['After the boot: ', span('strong', save)]),
    line(['Then: ', span('strong', 'netdev-replay replay boot.log')]),
    BLANK,
    line([KPROBE_REMARK]),
    line([`Other ways: ${others.map((name) => `netdev-replay cmdline ${name}`).join(', ')}.`]),
  ];
}
