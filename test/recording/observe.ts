import { createDecoder, type LogFormat } from '../../src/recording/create-decoder.ts';
import type { DecoderOptions } from '../../src/recording/decoder.ts';
import { Decoding } from '../../src/recording/decoding.ts';
import type { Observation } from '../../src/recording/observation.ts';
import type { LineCount } from '../../src/recording/tally.ts';

/** Everything one log says, and what became of its lines. */
export interface Decoded {
  readonly observations: readonly Observation[];
  readonly lines: LineCount;
}

/** Decodes a log given whole, or in chunks of `chunkBytes`. */
export function decode(
  format: LogFormat,
  log: string | Uint8Array,
  options: DecoderOptions & { readonly chunkBytes?: number } = {},
): Decoded {
  const bytes = typeof log === 'string' ? new TextEncoder().encode(log) : log;
  const decoding = new Decoding(createDecoder(format, options));
  const step = options.chunkBytes ?? Math.max(1, bytes.length);
  const observations: Observation[] = [];
  for (let at = 0; at < bytes.length; at += step) {
    observations.push(...decoding.push(bytes.subarray(at, at + step)));
  }
  observations.push(...decoding.end());
  return { observations, lines: decoding.lines };
}

/** The observations of one or more lines. */
export function observe(format: LogFormat, ...lines: readonly string[]): readonly Observation[] {
  return decode(format, lines.join('\n')).observations;
}
