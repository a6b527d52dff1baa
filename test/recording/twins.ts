import { expect } from 'vitest';
import { createDecoder, type LogFormat } from '../../src/recording/create-decoder.ts';
import type { DecoderOptions, LineDecoder } from '../../src/recording/decoder.ts';
import { Decoding } from '../../src/recording/decoding.ts';
import { WANTED_CALLERS, WANTED_FUNCTIONS } from '../../src/recording/interpret/handlers.ts';
import { WANTED_MESSAGES } from '../../src/recording/interpret/messages.ts';
import type { Observation } from '../../src/recording/observation.ts';
import { openKernel, type SkimKernel } from '../../src/recording/skim/kernel.ts';
import type { LineCount } from '../../src/recording/tally.ts';

/** What an interpreter asks for. */
export const WANTED = {
  wanted: WANTED_FUNCTIONS,
  wantedCallers: WANTED_CALLERS,
  wantedMessages: WANTED_MESSAGES,
};

interface Told {
  readonly observations: readonly Observation[];
  readonly lines: LineCount;
}

interface Way {
  readonly chunkBytes?: number | undefined;
  /** Steps over what it can. */
  readonly kernel?: SkimKernel;
}

/** That reading from bytes, whole and in chunks, with a kernel and without, says what text says. */
export function expectTwins(
  format: LogFormat,
  log: Uint8Array,
  options: DecoderOptions,
  chunk?: number,
) {
  const slow = tell(slowly(createDecoder(format, options)), log);
  expectSame(tell(createDecoder(format, options), log, { chunkBytes: chunk }), slow);
  expectSame(tell(createDecoder(format, options), log, { kernel: newKernel() }), slow);
  const both = { chunkBytes: chunk, kernel: newKernel() };
  expectSame(tell(createDecoder(format, options), log, both), slow);
}

/** What a decoder says of a log. */
export function tell(
  decoder: LineDecoder,
  log: Uint8Array,
  { chunkBytes, kernel }: Way = {},
): Told {
  const decoding = new Decoding(decoder);
  if (kernel !== undefined) decoding.skimWith(kernel);
  const observations: Observation[] = [];
  const step = chunkBytes ?? log.length;
  for (let at = 0; at < log.length; at += step) {
    for (const it of decoding.push(log.subarray(at, at + step))) observations.push(it);
  }
  for (const it of decoding.end()) observations.push(it);
  return { observations, lines: decoding.lines };
}

/** How many lines of a log are read as text, for want of a fast way. */
export function readAsText(format: LogFormat, log: Uint8Array): number {
  const decoder = createDecoder(format, WANTED);
  let count = 0;
  const line: LineDecoder['line'] = (text, number, out) => {
    count += 1;
    return decoder.line(text, number, out);
  };
  // What else the decoder does, it does itself: its fast ways are methods that need it.
  tell(
    {
      line,
      fastLine: (...taken) => decoder.fastLine?.(...taken) ?? null,
      usualLine: (...taken) => decoder.usualLine?.(...taken) ?? null,
      get usualEnd() {
        return decoder.usualEnd ?? 0;
      },
      end: (out) => decoder.end(out),
    },
    log,
  );
  return count;
}

/** What the decoder says that reads every line as text. */
function slowly(decoder: LineDecoder): LineDecoder {
  return {
    line: (text, number, out) => decoder.line(text, number, out),
    end: (out) => decoder.end(out),
  };
}

function expectSame(fast: Told, slow: Told): void {
  expect(fast.lines).toEqual(slow.lines);
  const texts = slow.observations.map((it) => JSON.stringify(it));
  const wrong = fast.observations.findIndex((it, i) => JSON.stringify(it) !== texts[i]);
  if (wrong !== -1) expect(fast.observations[wrong]).toEqual(slow.observations[wrong]);
  expect(fast.observations.length).toBe(slow.observations.length);
}

/** A kernel of its own memory. */
export function newKernel(): SkimKernel {
  const kernel = openKernel();
  if (kernel === null) throw new Error('expected WebAssembly with SIMD');
  return kernel;
}
