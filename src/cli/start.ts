import { openLog, sizeOf } from '../node/log-file.ts';
import { OutputClosed, outputOf } from '../node/output.ts';
import { describeTerminal } from '../node/terminal.ts';
import { complain } from './complaint.ts';
import { EXIT } from './exit-code.ts';
import { run } from './program.ts';
import type { Screen, Shell } from './shell.ts';

const shell: Shell = {
  out: screenOf(process.stdout),
  err: screenOf(process.stderr),
  // Made when it is asked for: a millisecond.
  get keyboard() {
    return process.stdin.isTTY === true;
  },
  openLog,
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
    await complain(shell.err, `could not write the output (${error.message})`);
    return EXIT.unusable;
  }
}

function screenOf(stream: NodeJS.WriteStream): Screen {
  return { ...outputOf(stream), terminal: describeTerminal(stream, process.env) };
}
