import { steadily } from '../node/engine.ts';
import { openLog, sizeOf } from '../node/log-file.ts';
import { fileOutput, isDevice, OutputClosed, outputOf } from '../node/output.ts';
import { describeTerminal } from '../node/terminal.ts';
import { complain } from './complaint.ts';
import { EXIT } from './exit-code.ts';
import { run } from './program.ts';
import type { Screen, Shell } from './shell.ts';

const shell: Shell = {
  out: screenOf(1, () => process.stdout),
  err: screenOf(2, () => process.stderr),
  // Made when it is asked for: a millisecond.
  get keyboard() {
    return process.stdin.isTTY === true;
  },
  openLog: async (name) => {
    const log = await openLog(name);
    return { ...log, content: steadily(log.content) };
  },
  sizeOf,
  hireCrew: async (order, sizes) => (await import('./worker-crew.ts')).hireWorkers(order, sizes),
  openConsole: async () => (await import('./stepper/console.ts')).openConsole(),
};

/**
 * Runs the command line on this process. Nobody should see a stack trace because they piped us
 * into `head`, or their disk is full.
 */
export async function start(args: readonly string[]): Promise<number> {
  try {
    return await run(args, shell);
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT.ok;
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const complaint = complain(shell.err, `could not write the output (${error.message})`);
    await complaint.catch(() => {}); // Where that cannot be written either, the exit code tells.
    return EXIT.unusable;
  }
}

function screenOf(file: 1 | 2, stream: () => NodeJS.WriteStream): Screen {
  const device = isDevice(file) ? stream() : null;
  const output = device === null ? fileOutput(file, stream) : outputOf(device);
  return { ...output, terminal: describeTerminal(device ?? {}, process.env) };
}
