import type { LogFile } from '../node/log-file.ts';
import type { Output } from '../node/output.ts';
import type { Terminal } from '../node/terminal.ts';
import type { Crew } from './crew.ts';
import type { JudgingOrder } from './judging-order.ts';
import type { Console } from './stepper/console.ts';

/** An output together with what it can show. */
export interface Screen extends Output {
  readonly terminal: Terminal;
}

/** The sizes of some logs in bytes as stored; a pipe has none. */
export type Sizes = readonly (number | null)[];

/** All a command sees of the world around it. */
export interface Shell {
  /** For data. */
  readonly out: Screen;
  /** For talk: errors, hints, progress. */
  readonly err: Screen;
  /** Standard input is a keyboard, not a file or pipe. */
  readonly keyboard: boolean;
  readonly openLog: (name: string) => Promise<LogFile>;
  /** How many bytes a regular file has as stored; `null` for anything else. */
  readonly sizeOf: (name: string) => Promise<number | null>;
  /** Finds who judges logs of these sizes side by side; `null` where that would not be faster. */
  readonly hireCrew: (order: JudgingOrder, sizes: Sizes) => Promise<Crew | null>;
  /** The terminal somebody sits at, to draw on and take keys from; `null` where there is none. */
  readonly openConsole: () => Promise<Console | null>;
}
