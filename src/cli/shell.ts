import type { LogFile } from '../node/log-file.ts';
import type { Output } from '../node/output.ts';
import type { Terminal } from '../node/terminal.ts';
import type { Console } from './stepper/console.ts';

/** An output together with what it can show. */
export interface Screen extends Output {
  readonly terminal: Terminal;
}

/** All a command sees of the world around it. */
export interface Shell {
  /** For data. */
  readonly out: Screen;
  /** For talk: errors, hints, progress. */
  readonly err: Screen;
  /** Standard input is a keyboard, not a file or pipe. */
  readonly keyboard: boolean;
  readonly openLog: (name: string) => Promise<LogFile>;
  /** The terminal somebody sits at, to draw on and take keys from; `null` where there is none. */
  readonly openConsole: () => Console | null;
}
