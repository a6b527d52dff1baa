import type { KernelEvent } from '../model/events.ts';
import { type BootFacts, joinFacts, NOTHING_KNOWN } from './boot-facts.ts';
import type { LineFate } from './decoder.ts';
import type { EventReader, LogProblem } from './event-reader.ts';
import { FastEvents } from './fast-event.ts';
import { decodeEvent, type EventProblem } from './jsonl.ts';
import { LineSplitter } from './lines.ts';
import { type LineCount, Tally } from './tally.ts';
import { textOf } from './text.ts';

/** Most broken lines that are described; all are counted. */
const MOST_PROBLEMS = 1000;
const BYTE_ORDER_MARK = '\uFEFF';

/** Reads the events back that this tool wrote. A broken line is a problem, not the end. */
export class JsonlReader implements EventReader {
  facts: BootFacts = NOTHING_KNOWN;
  readonly problems: LogProblem[] = [];
  readonly #tally = new Tally();
  readonly #splitter: LineSplitter;
  readonly #fast = new FastEvents();
  #events: KernelEvent[] = [];

  constructor() {
    this.#splitter = new LineSplitter((bytes, start, end, cut) => {
      this.#tally.count(cut ? this.#tooLong() : this.#line(bytes, start, end));
    });
  }

  get lines(): LineCount {
    return this.#tally.report();
  }

  push(chunk: Uint8Array): readonly KernelEvent[] {
    this.#splitter.push(chunk);
    return this.#take();
  }

  end(): readonly KernelEvent[] {
    this.#splitter.end();
    return this.#take();
  }

  #take(): readonly KernelEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #line(bytes: Uint8Array, start: number, end: number): LineFate {
    const event = this.#fast.read(bytes, start, end);
    if (event === null) return this.#anyLine(textOf(bytes, start, end));
    this.#events.push(event);
    return 'used';
  }

  #anyLine(text: string): LineFate {
    const json = this.#tally.total === 0 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    if (json.trim() === '') return 'blank';
    const line = decodeEvent(json);
    if (line.problem !== null) return this.#broken(line.problem);
    if (line.event === null) this.facts = joinFacts(line.facts, this.facts);
    else this.#events.push(line.event);
    return 'used';
  }

  #broken({ field, expected, found }: EventProblem): LineFate {
    if (this.problems.length < MOST_PROBLEMS) {
      const where = field === null ? '' : ` in "${field}"`;
      this.problems.push({ line: this.#tally.total + 1, expected: `${expected}${where}`, found });
    }
    return 'unknown form';
  }

  #tooLong(): LineFate {
    this.#broken({ field: null, expected: 'an event', found: 'a line that is too long' });
    return 'too long';
  }
}
