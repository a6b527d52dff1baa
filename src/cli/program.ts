import { Command, CommanderError } from 'commander';
import { complain } from './complaint.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { escapeText } from './render/escape.ts';
import type { Shell } from './shell.ts';
import { TOOL, toolVersion } from './tool.ts';
import { UsageError } from './usage-error.ts';

/** What commander wants to print, kept until it can be awaited. */
interface Talk {
  readonly out: string[];
  readonly err: string[];
}

/** A command whose result is the exit code. */
type Action = () => Promise<ExitCode>;

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
    if (error instanceof UsageError) {
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
  addReplay(program, shell, choose);
  addCheck(program, shell, choose);
  addState(program, shell, choose);
  addEvents(program, shell, choose);
  addTeachers(program, shell, choose);
  return program;
}

const EPILOGUE = `
A LOG is a file, or - for standard input; gzip is read as is, the format is detected.
Exit codes: 0 nothing violated, 1 a promise violated, 2 unreadable input or wrong usage,
3 with --strict, a promise that remains unknown.`;

const FORMAT = ['--format <name>', 'the format of the log, instead of detecting it'] as const;
const JSON_FLAG = ['--json', 'print JSON for machines'] as const;

function addReplay(program: Command, shell: Shell, choose: (action: Action) => void): void {
  program
    .command('replay')
    .summary('tell the story of a log, in order')
    .description('Tells the story of a log: the boot, the life of each namespace, the verdicts.')
    .argument('[log...]', 'logs to tell, one after the other')
    .option('--speed <factor>', 'the pace: 1 is that of the recording, max is at once', 'max')
    .option('--by-time', 'one line after another as it happened, instead of by namespace')
    .option('--all', 'cut nothing short')
    .option(...FORMAT)
    .action((logs, options) => {
      choose(async () => (await import('./commands/replay.ts')).replay(shell, logs, options));
    });
}

function addCheck(program: Command, shell: Shell, choose: (action: Action) => void): void {
  program
    .command('check')
    .summary("judge the kernel's promises")
    .description("Says which of the kernel's promises a log keeps, breaks, or cannot show.")
    .argument('[log...]', 'logs to judge')
    .option('--only <id...>', 'judge only these promises (see explain)')
    .option('--strict', 'exit with 3 where a promise remains unknown')
    .option(...JSON_FLAG)
    .option(...FORMAT)
    .action((logs, options) => {
      choose(async () => (await import('./commands/check.ts')).check(shell, logs, options));
    });
}

function addState(program: Command, shell: Shell, choose: (action: Action) => void): void {
  program
    .command('state')
    .summary('show what the events add up to')
    .description('Shows the state at the end of a log, or at a moment of it.')
    .argument('[log]', 'a log')
    .option('--at <when>', 'an event (41), a line (L574) or a time (2.36s, 15ms)')
    .option(...JSON_FLAG)
    .option(...FORMAT)
    .action((log, options) => {
      const logs = log === undefined ? [] : [log];
      choose(async () => (await import('./commands/state.ts')).state(shell, logs, options));
    });
}

function addEvents(program: Command, shell: Shell, choose: (action: Action) => void): void {
  program
    .command('events')
    .summary('print the events as JSON lines')
    .description('Prints the events of a log, one JSON object a line; replay and check read it.')
    .argument('[log]', 'a log')
    .option(...FORMAT)
    .action((log, options) => {
      const logs = log === undefined ? [] : [log];
      choose(async () => (await import('./commands/events.ts')).events(shell, logs, options));
    });
}

function addTeachers(program: Command, shell: Shell, choose: (action: Action) => void): void {
  program
    .command('explain')
    .summary('teach one promise, or list all')
    .description('Explains one promise: what it says, who keeps it, what would break it.')
    .argument('[id]', 'the id of a promise; all are listed without one')
    .action((id) => {
      choose(async () => (await import('./commands/explain.ts')).explain(shell, id));
    });
  program
    .command('formats')
    .summary('list the formats that are read')
    .description('Lists the formats that are read, and the command that produces each.')
    .option(...JSON_FLAG)
    .action((options) => {
      choose(async () => (await import('./commands/formats.ts')).formats(shell, options));
    });
  program
    .command('cmdline')
    .summary('how to make a kernel record itself')
    .description('Prints kernel parameters that make a kernel record its own boot.')
    .argument('[tracer]', 'function, graph or dmesg', 'function')
    .action((tracer) => {
      choose(async () => (await import('./commands/cmdline.ts')).cmdline(shell, tracer));
    });
}

/** commander's "error: …" and its "(Did you mean …?)" on one line, in our voice. */
function oneLine(text: string): string {
  const told = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll('\n', ' ');
  return `${escapeText(`${TOOL}: ${told} (see ${TOOL} --help)`)}\n`;
}
