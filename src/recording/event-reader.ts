import type { KernelEvent } from '../model/events.ts';
import type { BootFacts } from './boot-facts.ts';
import { createDecoder, type LogFormat } from './create-decoder.ts';
import { Decoding } from './decoding.ts';
import type { FormatName } from './formats.ts';
import { WANTED_CALLERS, WANTED_FUNCTIONS } from './interpret/handlers.ts';
import { Interpreter } from './interpret/interpreter.ts';
import { WANTED_MESSAGES } from './interpret/messages.ts';
import { openKernel } from './skim/kernel.ts';
import type { LineCount } from './tally.ts';

/** A line of a structured log (JSONL) that says something else than it should. */
export interface LogProblem {
  /** 1-based. */
  readonly line: number;
  readonly expected: string;
  readonly found: string;
}

/** One log on its way from bytes to events: synchronous, chunk by chunk. */
export interface EventReader {
  /** Reads the next bytes: the events they complete. */
  push(chunk: Uint8Array): readonly KernelEvent[];
  /** The log is over: the events that waited for more. */
  end(): readonly KernelEvent[];
  /** What became of the lines so far. */
  readonly lines: LineCount;
  /** What the log told of its boot so far. */
  readonly facts: BootFacts;
  readonly problems: readonly LogProblem[];
}

/**
 * A reader for a format; `known` is what other logs of the same boot told. Loads what only that
 * format needs: JSONL brings a validator along.
 */
export async function openReader(format: FormatName, known: BootFacts): Promise<EventReader> {
  if (format !== 'jsonl') return new LogReader(format, known);
  const { JsonlReader } = await import('./jsonl-reader.ts');
  return new JsonlReader();
}

/** A log that is as long is worth compiling WebAssembly for. */
const LONG_LOG_BYTES = 256 * 1024;

/** Reads what a kernel or its tools printed: decode, interpret, infer. */
class LogReader implements EventReader {
  readonly problems: readonly LogProblem[] = [];
  readonly #interpreter: Interpreter;
  readonly #decoding: Decoding;
  #bytes = 0;

  constructor(format: LogFormat, known: BootFacts) {
    this.#interpreter = new Interpreter(known);
    const options = {
      wanted: WANTED_FUNCTIONS,
      wantedCallers: WANTED_CALLERS,
      wantedMessages: WANTED_MESSAGES,
    };
    this.#decoding = new Decoding(createDecoder(format, options));
  }

  get lines(): LineCount {
    return this.#decoding.lines;
  }

  get facts(): BootFacts {
    return this.#interpreter.facts;
  }

  push(chunk: Uint8Array): readonly KernelEvent[] {
    const isShort = this.#bytes < LONG_LOG_BYTES;
    this.#bytes += chunk.length;
    if (isShort && this.#bytes >= LONG_LOG_BYTES) this.#hurry(chunk);
    return this.#interpreter.take(this.#decoding.push(chunk));
  }

  end(): readonly KernelEvent[] {
    const events = this.#interpreter.take(this.#decoding.end());
    return [...events, ...this.#interpreter.end()];
  }

  #hurry(chunk: Uint8Array): void {
    const kernel = openKernel(chunk);
    if (kernel !== null) this.#decoding.skimWith(kernel);
  }
}
