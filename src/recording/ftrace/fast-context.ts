import {
  CLOSE_BRACKET,
  DASH,
  endOfDigits,
  endOfSpaces,
  endOfVisible,
  isDigit,
  isVisible,
  NEWLINE,
  numberIn,
  OPEN_BRACKET,
  SPACE,
} from '../ascii.ts';
import type { ByteInterner } from '../byte-interner.ts';
import { Interner } from '../intern.ts';
import { ChunkView } from './chunk-view.ts';
import { FastStamp } from './fast-stamp.ts';

/*
 * The left half of most lines, told from its bytes: the shape that `trace` has unless options
 * change it, that of trace-cmd report, which shows no flags, and that of perf script, whose tasks
 * have no dash. Anything else is left to the regular expressions in context.ts and perf.ts.
 *
 * task (16) pid    cpu   flags     stamp
 *           ip-206 [001] d..1.     1.950970: ops_init <-setup_net
 *           ip-206   [001]     1.950970: function:             ops_init <-- setup_net
 *           ip   206 [001]     1.950970:                   probe:ops_init: (ffffffffb399be20)
 */
const TASK_COLUMNS = 16;
const LONGEST_PID = 10;
const LONGEST_CPU = 5;
const HIGHEST_ASCII = 0x7f;

/** What is compared at once: task, pid and CPU lie in the first 32 bytes. */
const SEEN_BYTES = 32;
const NOTHING_SEEN = -1;

/** Reads contexts one after the other into itself, without an object for each. */
export class FastContext {
  cpu = 0;
  /** Where the task's text ends and the flags or the stamp begin, from the start of the line. */
  #taskEnd = 0;
  #stampStart = NOTHING_SEEN;
  #task: string | null = null;
  #isPerf = false;
  /** Where the pid begins that perf script prints. */
  #pid = 0;
  readonly #tasks = new Interner();
  readonly #chunk = new ChunkView();
  readonly #seen = new Seen(this.#chunk);
  readonly #stamp = new FastStamp(this.#chunk);

  /** Integer nanoseconds. */
  get at(): number {
    return this.#stamp.at;
  }

  /**
   * Reads the context of a line, of perf script or of others; the index of the body behind it, or
   * -1 where it has another shape. `end` is the end of the line, or of one behind it.
   */
  read(bytes: Uint8Array, start: number, end: number, isPerf: boolean): number {
    if (this.#isPerf !== isPerf) this.#stampStart = NOTHING_SEEN;
    this.#isPerf = isPerf;
    // A task runs for many lines: mostly all up to the flags is as in the line before.
    const again = this.#stampStart !== NOTHING_SEEN && this.#seen.isAt(bytes, start, end);
    if (!again && !this.#readTask(bytes, start, end)) return -1;
    return this.#stamp.read(bytes, start + this.#stampStart, end);
  }

  /** `comm-pid` of the line just read, which begins at `start`; `null` for odd padding. */
  task(bytes: Uint8Array, start: number, names: ByteInterner): string | null {
    if (this.#task !== null) return this.#task;
    const from = endOfSpaces(bytes, start);
    if (!isVisible(bytes[from])) return null;
    const end = start + this.#taskEnd;
    this.#task = this.#isPerf
      ? this.#tasks.of(perfTask(bytes, from, start + this.#pid, end, names))
      : names.of(bytes, from, end);
    return this.#task;
  }

  /** Reads all up to the flags, or the blanks before the stamp. */
  #readTask(bytes: Uint8Array, start: number, end: number): boolean {
    this.#stampStart = NOTHING_SEEN;
    this.#task = null;
    const gap = start + TASK_COLUMNS;
    if (end <= gap || bytes[gap] !== (this.#isPerf ? SPACE : DASH)) return false;
    const isComm = this.#isPerf ? isPlainComm(bytes, start, gap) : isAscii(bytes, start, gap);
    if (!isComm) return false;
    const pid = this.#isPerf ? endOfSpaces(bytes, gap) : gap + 1;
    let at = endOfDigits(bytes, pid);
    this.#pid = pid - start;
    this.#taskEnd = at - start;
    if (at === pid || at > pid + LONGEST_PID || bytes[at] !== SPACE) return false;
    at = endOfSpaces(bytes, at);
    if (bytes[at] !== OPEN_BRACKET) return false;
    at = this.#readCpu(bytes, at + 1);
    if (at === -1 || bytes[at] !== CLOSE_BRACKET || bytes[at + 1] !== SPACE) return false;
    const next = bytes[at + 2];
    if (this.#isPerf && next !== SPACE && !isDigit(next)) return false;
    this.#stampStart = at + 2 - start;
    this.#seen.keep(bytes, start, end);
    if (this.#stampStart >= SEEN_BYTES) this.#seen.clear();
    return true;
  }

  #readCpu(bytes: Uint8Array, from: number): number {
    const at = endOfDigits(bytes, from);
    this.cpu = numberIn(bytes, from, at);
    return at === from || at > from + LONGEST_CPU ? -1 : at;
  }
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) {
    if ((bytes[i] ?? 0) > HIGHEST_ASCII || bytes[i] === NEWLINE) return false;
  }
  return true;
}

/** Whether a name stands at the right end that imitates no context: it has no blank. */
function isPlainComm(bytes: Uint8Array, start: number, end: number): boolean {
  const from = endOfSpaces(bytes, start);
  return from < end && endOfVisible(bytes, from) === end;
}

function perfTask(
  bytes: Uint8Array,
  comm: number,
  pid: number,
  end: number,
  names: ByteInterner,
): string {
  return `${names.of(bytes, comm, endOfVisible(bytes, comm))}-${names.of(bytes, pid, end)}`;
}

/**
 * The first bytes of a line that was read, to compare with those of the next: eight at a time, as
 * floating-point numbers, because these are read without an object. Only ASCII is kept, which is
 * never NaN; zero is not kept, because it equals minus zero.
 */
class Seen {
  #first = 0;
  #second = 0;
  #third = 0;
  #fourth = 0;
  readonly #chunk: ChunkView;

  constructor(chunk: ChunkView) {
    this.#chunk = chunk;
  }

  isAt(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#first === 0 || end - start < SEEN_BYTES) return false;
    const view = this.#chunk.of(bytes);
    return (
      view.getFloat64(start + 16) === this.#third &&
      view.getFloat64(start + 8) === this.#second &&
      view.getFloat64(start) === this.#first &&
      view.getFloat64(start + 24) === this.#fourth
    );
  }

  keep(bytes: Uint8Array, start: number, end: number): void {
    this.clear();
    if (end - start < SEEN_BYTES) return;
    const view = this.#chunk.of(bytes);
    this.#second = view.getFloat64(start + 8);
    this.#third = view.getFloat64(start + 16);
    this.#fourth = view.getFloat64(start + 24);
    if (this.#second !== 0) this.#first = view.getFloat64(start);
  }

  clear(): void {
    this.#first = 0;
  }
}
