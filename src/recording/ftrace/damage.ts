import type { Observation } from '../observation.ts';
import { parseContext } from './context.ts';
import { parseFunction } from './function.ts';
import { parseGraphBody } from './graph-body.ts';
import { parseColumns } from './graph-line.ts';
import { parseProbe } from './kprobe.ts';
import { parseLatencyContext } from './latency.ts';
import { parsePerfContext } from './perf.ts';

/**
 * Lines that cannot be read, with entries before and behind them: what a broken disk, a crash or a
 * careless editor left of entries. Any of them may have told anything, so they count as lost
 * records. What stands behind the last entry is a prompt, or a cut end.
 */
export class Damage {
  #line: number | null = null;

  /** A line cannot be read. */
  at(line: number): void {
    this.#line ??= line;
  }

  /** Whether such lines wait for an entry behind them. */
  get isOpen(): boolean {
    return this.#line !== null;
  }

  /** What the unreadable lines above `text` are, where that is an entry; else `null`. */
  before(text: string): Observation | null {
    if (this.#line === null || !isEntry(text)) return null;
    const place = { at: null, cpu: null, task: null, line: this.#line };
    this.#line = null;
    return { ...place, kind: 'lost', count: null };
  }

  /** What follows is another recording. */
  forget(): void {
    this.#line = null;
  }
}

function isEntry(text: string): boolean {
  const context = parseContext(text) ?? parseLatencyContext(text) ?? parsePerfContext(text);
  if (context !== null) return true;
  const body = text.slice(parseColumns(text).rest).trim();
  if (parseGraphBody(body) !== null) return true;
  return parseProbe(body) !== null || parseFunction(body) !== null;
}
