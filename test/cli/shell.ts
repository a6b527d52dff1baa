import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Crew } from '../../src/cli/crew.ts';
import type { ExitCode } from '../../src/cli/exit-code.ts';
import type { JudgingOrder } from '../../src/cli/judging-order.ts';
import { run } from '../../src/cli/program.ts';
import type { Shell, Sizes } from '../../src/cli/shell.ts';
import type { Console } from '../../src/cli/stepper/console.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { decompress } from '../../src/node/compression.ts';
import { openLog, STDIN, sizeOf } from '../../src/node/log-file.ts';
import type { Terminal } from '../../src/node/terminal.ts';
import { encodeEvent } from '../../src/recording/event-json.ts';

/** A pipe in a UTF-8 locale, 80 columns wide. */
export const PLAIN: Terminal = { interactive: false, columns: 80, colours: false, unicode: true };

export interface World {
  readonly terminal?: Terminal;
  /** Files that exist nowhere else, by name; `-` is standard input. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly keyboard?: boolean;
  /** Called whenever a log has been opened. */
  readonly opened?: () => void;
  /** The terminal somebody sits at; nobody does without it. */
  readonly console?: Console;
  /** Who judges logs side by side; without it they are judged one after the other. */
  readonly hireCrew?: (order: JudgingOrder, sizes: Sizes) => Crew;
}

export interface Outcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, in a world of its own. */
export async function runIn(world: World, ...args: readonly string[]): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, shellOf(world, out, err));
  return { code, out: out.join(''), err: err.join('') };
}

/** The shell of a world, that prints into lists. */
export function shellOf(world: World, out: string[] = [], err: string[] = []): Shell {
  const { terminal = PLAIN, files = {}, keyboard = true } = world;
  const screen = (texts: string[]) => ({
    terminal,
    write: async (text: string | Uint8Array) => {
      texts.push(typeof text === 'string' ? text : new TextDecoder().decode(text));
    },
  });
  return {
    out: screen(out),
    err: screen(err),
    keyboard,
    openConsole: async () => world.console ?? null,
    sizeOf: async (name) => (name === STDIN ? null : (files[name]?.length ?? (await sizeOf(name)))),
    hireCrew: async (order, sizes) => world.hireCrew?.(order, sizes) ?? null,
    openLog: async (name) => {
      const log = await worldOpener(files)(name);
      world.opened?.();
      return log;
    },
  };
}

/** Opens files that exist nowhere else, and those that do. */
export function worldOpener(files: NonNullable<World['files']>): Shell['openLog'] {
  return async (name) => {
    const content = files[name];
    if (content === undefined) return openLog(name);
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const size = name === STDIN ? null : bytes.length;
    return { name, size, position: () => 0, content: decompress(once(bytes)) };
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * The path of a recording of a real kernel, below events/. From here, not from the root of the
 * machine: what is printed breaks its lines by it, and must be the same in every checkout.
 */
export function recording(name: string): string {
  return relative(process.cwd(), fileURLToPath(new URL(`../../events/${name}`, import.meta.url)));
}

/** Events as a JSONL log. */
export function jsonl(events: readonly KernelEvent[]): string {
  return events.map((event) => `${encodeEvent(event)}\n`).join('');
}
