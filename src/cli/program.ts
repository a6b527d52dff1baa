import { Command, CommanderError } from 'commander';
import { MonitorError } from '../invariants/guarded.ts';
import { complain } from './complaint.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { declareAnalysts } from './program/analysts.ts';
import type { Action } from './program/declaration.ts';
import { declareReaders } from './program/readers.ts';
import { declareTeachers } from './program/teachers.ts';
import { escapeText } from './render/escape.ts';
import type { Shell } from './shell.ts';
import { TOOL, toolVersion } from './tool.ts';
import { UsageError } from './usage-error.ts';

/** What commander wants to print, kept until it can be awaited. */
interface Talk {
  readonly out: string[];
  readonly err: string[];
}

/**
 * Runs the command line `args` (without the program's own name) and tells how it ended. Each
 * command is loaded when it is asked for, so that `--version` loads none.
 */
export async function run(args: readonly string[], shell: Shell): Promise<ExitCode> {
  const talk: Talk = { out: [], err: [] };
  let action: Action = async () => EXIT.ok;
  const program = createProgram(talk, shell, (chosen) => {
    action = chosen;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return await action();
  } catch (error) {
    if (error instanceof UsageError || error instanceof MonitorError) {
      await complain(shell.err, error.message);
      return EXIT.unusable;
    }
    if (!(error instanceof CommanderError)) throw error;
    if (talk.out.length > 0) await shell.out.write(talk.out.join(''));
    if (talk.err.length > 0) await shell.err.write(talk.err.join(''));
    return error.exitCode === 0 ? EXIT.ok : EXIT.unusable;
  }
}

function createProgram(talk: Talk, shell: Shell, choose: (action: Action) => void): Command {
  const program = new Command(TOOL)
    .description('Replays how Linux networking comes to life, from the log of a kernel.')
    .version(toolVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => talk.out.push(text),
      writeErr: (text) => talk.err.push(text),
      outputError: (text, write) => write(oneLine(text)),
      getOutHelpWidth: () => shell.out.terminal.columns,
      getErrHelpWidth: () => shell.err.terminal.columns,
    })
    .addHelpText('after', EPILOGUE);
  for (const declare of [declareReaders, declareAnalysts, declareTeachers]) {
    declare({ program, shell, choose });
  }
  return program;
}

const EPILOGUE = `
A log is a file, or - for standard input; gzip, zstd and xz are read as is, the
format is detected. Exit codes: 0 nothing violated; 1 a promise violated; 2 unreadable
input or wrong usage; 3 with --strict, a promise that remains unknown.`;

/** commander's "error: …" and its "(Did you mean …?)" on one line, in our voice. */
function oneLine(text: string): string {
  const told = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll('\n', ' ');
  return `${escapeText(`${TOOL}: ${told} (see ${TOOL} --help)`)}\n`;
}
