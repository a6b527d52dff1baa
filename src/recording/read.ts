import type { KernelEvent } from '../model/events.ts';
import { type BootFacts, NOTHING_KNOWN } from './boot-facts.ts';
import { Chunks } from './chunks.ts';
import { type Detection, detect, emptiness, HEAD_BYTES } from './detect.ts';
import { type EventReader, type LogProblem, openReader } from './event-reader.ts';
import type { FormatName } from './formats.ts';
import { LogError } from './log-error.ts';
import type { LineCount } from './tally.ts';

/** How to read a log. */
export interface ReadOptions {
  /** The format, where detection is not to be trusted. */
  readonly format?: FormatName;
  /** What other logs of the same boot told (see {@link readFacts}). */
  readonly known?: BootFacts;
  /**
   * Names a failure of the source as a problem of the log, so that what came before it counts;
   * `null` lets it pass through.
   */
  readonly excuse?: (error: unknown) => Damage | null;
}

/** What is wrong with a log as a whole. */
export type Damage = Pick<LogProblem, 'expected' | 'found'>;

/** How many events there are, by evidence. */
export interface EventCount {
  readonly observed: number;
  readonly inferred: number;
  readonly simulated: number;
}

/** What told the format of a log. */
export type Recognized = Extract<Detection, { readonly known: true }>;

/** What a log turned out to be, told once it is read. */
export interface RecordingSummary {
  readonly format: FormatName;
  /** `null` where the caller named the format. */
  readonly detection: Recognized | null;
  /** `uname -r`, where the log tells it. */
  readonly kernel: string | null;
  /** How many CPUs are possible, where the log tells it. */
  readonly cpus: number | null;
  /** What became of its lines: `used + noise + unknown = total`. */
  readonly lines: LineCount;
  readonly events: EventCount;
  /** How often the log says that records were lost. */
  readonly gaps: number;
  /** Lines of a JSONL that are no events, damage that was excused; all around them was read. */
  readonly problems: readonly LogProblem[];
}

/** A whole log in memory. */
export interface Recording {
  readonly events: readonly KernelEvent[];
  readonly summary: RecordingSummary;
}

/**
 * Reads a log of any supported format as a stream of events, in arrays: one array a chunk. Memory
 * is bounded by what is alive in the log, not by its length. Returns the summary at the end.
 *
 * @throws {@link LogError} when the input is no log; errors of `source` pass through, once the
 * events of everything before them were given.
 *
 * @example
 * ```ts
 * for await (const events of readEvents(createReadStream('trace.txt'))) use(events);
 * ```
 */
export async function* readEvents(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<readonly KernelEvent[], RecordingSummary> {
  const chunks = new Chunks(source);
  try {
    const head = await chunks.atLeast(HEAD_BYTES);
    const { format, detection } = formatOf(head, chunks, options);
    const reader = await openReader(format, options.known ?? NOTHING_KNOWN);
    const counter = new EventCounter();
    yield counter.count(reader.push(head));
    for (let chunk = await chunks.next(); chunk !== null; chunk = await chunks.next()) {
      yield counter.count(reader.push(chunk));
    }
    yield counter.count(reader.end());
    const damage = excused(chunks, options);
    const summary = summarize(format, detection, reader, counter);
    if (damage === null) return summary;
    const problem = { line: summary.lines.total, ...damage };
    return { ...summary, problems: [...summary.problems, problem] };
  } finally {
    await chunks.close();
  }
}

/** A kernel names itself first, and counts its CPUs soon after. */
const FACTS_BYTES = 1024 * 1024;

/**
 * What the beginning of a log tells of its boot, for reading other logs of the same boot. Nothing
 * where it is no log: reading it tells why.
 */
export async function readFacts(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<BootFacts> {
  const chunks = new Chunks(source);
  try {
    const head = await chunks.atLeast(FACTS_BYTES);
    const detection = detect(head);
    const format = options.format ?? (detection.known ? detection.format : null);
    if (format === null) return NOTHING_KNOWN;
    const reader = await openReader(format, NOTHING_KNOWN);
    reader.push(head);
    reader.end();
    return reader.facts;
  } finally {
    await chunks.close();
  }
}

/**
 * Reads a whole log into memory.
 *
 * @throws {@link LogError} when the input is no log; errors of `source` pass through.
 */
export async function readLog(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<Recording> {
  const reading = readEvents(source, options);
  const events: KernelEvent[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done === true) return { events, summary: next.value };
    for (const event of next.value) events.push(event);
  }
}

/** What a log is read as: what the caller says, else what its first bytes show. */
function formatOf(
  head: Uint8Array,
  chunks: Chunks,
  { format }: ReadOptions,
): { readonly format: FormatName; readonly detection: Recognized | null } {
  if (format !== undefined && emptiness(head) === null) return { format, detection: null };
  const detection = detect(head);
  if (detection.known) return { format: detection.format, detection };
  // That the source failed tells more than what is wrong with the little it gave.
  chunks.complain();
  throw new LogError(detection.reason, detection.message);
}

/** What ended the source too early, where that is excused. */
function excused(chunks: Chunks, { excuse }: ReadOptions): Damage | null {
  const damage = chunks.failure === null ? null : (excuse?.(chunks.failure.error) ?? null);
  if (damage === null) chunks.complain();
  return damage;
}

function summarize(
  format: FormatName,
  detection: Recognized | null,
  reader: EventReader,
  counter: EventCounter,
): RecordingSummary {
  const { facts, lines, problems } = reader;
  const { observed, inferred, simulated, gaps } = counter;
  const events = { observed, inferred, simulated };
  return { format, detection, ...facts, lines, events, gaps, problems };
}

class EventCounter {
  observed = 0;
  inferred = 0;
  simulated = 0;
  gaps = 0;

  count(events: readonly KernelEvent[]): readonly KernelEvent[] {
    for (const event of events) {
      const { evidence } = event;
      if (evidence === 'observed') this.observed += 1;
      else if (evidence === 'inferred') this.inferred += 1;
      else this.simulated += 1;
      if (event.type === 'recording.gap' && evidence !== 'inferred') this.gaps += 1;
    }
    return events;
  }
}
