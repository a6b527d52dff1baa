import type { DecoderOptions, LineDecoder, LineFate } from '../decoder.ts';
import { Interner } from '../intern.ts';
import type { Observation } from '../observation.ts';
import { parseAnnotation } from './annotation.ts';
import { BodyReader } from './body.ts';
import { parseContext } from './context.ts';
import { parseLatencyContext } from './latency.ts';

/**
 * Decodes what `trace`, `trace_pipe` and trace-cmd report print: function tracer, probe events and
 * trace events, in any mixture and with any printing options.
 */
export class FtraceDecoder implements LineDecoder {
  readonly #bodies: BodyReader;
  readonly #tasks = new Interner();
  /** Whether a line with a context was seen: from then on text without one is no event. */
  #contextual = false;

  constructor(options: DecoderOptions = {}) {
    this.#bodies = new BodyReader(options);
  }

  line(text: string, number: number, out: Observation[]): LineFate {
    const context = parseContext(text) ?? parseLatencyContext(text);
    if (context !== null) {
      this.#contextual = true;
      const { at, cpu } = context;
      const place = { at, cpu, task: this.#tasks.of(context.task), line: number };
      return this.#bodies.read(text.slice(context.body), place, out) ?? 'unknown form';
    }
    const annotation = parseAnnotation(text);
    if (annotation !== null) {
      if (annotation.lost !== null) {
        const { cpu, count } = annotation.lost;
        out.push({ kind: 'lost', at: null, cpu, task: null, line: number, count });
      }
      return annotation.fate;
    }
    return this.#bare(text.trim(), number, out);
  }

  end(): void {
    // Every line is complete in itself.
  }

  /** A line that is all body: the option context-info was off. */
  #bare(body: string, line: number, out: Observation[]): LineFate {
    if (this.#contextual) return 'unknown form';
    const nowhere = { at: null, cpu: null, task: null, line };
    return this.#bodies.read(body, nowhere, out) ?? 'unknown form';
  }
}
