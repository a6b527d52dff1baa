import { KERNEL_BYTES } from './kernel-bytes.ts';
import { memoryOf } from './window.ts';

/** Steps over the lines from `at` on, to the first that has to be read, or to `end`. */
type Step = (at: number, end: number) => number;

/** What kernel.wat exports: functions, and the addresses of what both sides use. */
interface KernelExports {
  readonly calls: Step;
  readonly graph: Step;
  readonly messages: Step;
  readonly list: (at: number, list: number) => void;
  readonly listStart: (at: number) => void;
  readonly cpus: WebAssembly.Global<'i32'>;
  readonly seen: WebAssembly.Global<'i32'>;
  readonly ready: WebAssembly.Global<'i32'>;
  readonly open: WebAssembly.Global<'i32'>;
  readonly counts: WebAssembly.Global<'i32'>;
  readonly needles: WebAssembly.Global<'i32'>;
  readonly scratch: WebAssembly.Global<'i32'>;
}

/** The lists of names to stop at, as kernel.wat numbers them. */
const LISTS = { wanted: 1, caller: 2, telling: 4 } as const;
/** What stands behind `counts` in kernel.wat. */
const FUNCTIONS = 0;
const EVENTS = 4;
const MESSAGES = 8;
const INDENT = 12;
const UNREADY = 16;
/** How much of a text the kernel compares; JavaScript reads the line and compares the rest. */
const START_BYTES = 3;
const NEEDLE_BYTES = 8;
const NEEDLES = 3;
/** Bytes of `open` for one CPU. */
const OPEN_BYTES = 16;

/** Where in `open` stand, a bit for each depth, calls nobody asked for, and others. */
const OPEN = { noise: 0, other: 8 } as const;

/**
 * The kernel, in the memory where a chunk of the log lies, or in one of its own; `null` where
 * WebAssembly or its SIMD is missing.
 */
export function openKernel(chunk: Uint8Array | null = null): SkimKernel | null {
  try {
    const bytes = Uint8Array.from(atob(KERNEL_BYTES), (char) => char.charCodeAt(0));
    const memory = memoryOf(chunk);
    const module = new WebAssembly.Module(bytes);
    const { exports } = new WebAssembly.Instance(module, { window: { memory } });
    return isKernel(exports) ? new SkimKernel(exports, memory) : null;
  } catch {
    return null; // Also where a page's policy forbids it: every line can be read without.
  }
}

/**
 * Steps over lines of no interest in WebAssembly (kernel.wat). Its memory holds the window in
 * which the lines lie, what to stop at, and what became of the lines.
 */
export class SkimKernel {
  /** Steps over calls, probe events and trace events; see FastLines. */
  readonly calls: Step;
  /** Steps over calls of a graph on CPUs that are ready; see FastGraphLine. */
  readonly graph: Step;
  /** Steps over kernel messages; see FastRecords. */
  readonly messages: Step;
  /** Its memory. */
  readonly bytes: Uint8Array;
  /** By CPU: 1 once one of its lines was stepped over. */
  readonly seen: Uint8Array;
  /** By CPU: 1 where the kernel knows which calls are open. */
  readonly ready: Uint8Array;
  readonly #exports: KernelExports;
  readonly #view: DataView;
  readonly #counts: number;
  readonly #open: number;
  readonly #scratch: number;

  constructor(exports: KernelExports, { buffer }: WebAssembly.Memory) {
    this.#exports = exports;
    this.calls = exports.calls;
    this.graph = exports.graph;
    this.messages = exports.messages;
    this.bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
    this.seen = new Uint8Array(buffer, exports.seen.value, exports.cpus.value);
    this.ready = new Uint8Array(buffer, exports.ready.value, exports.cpus.value);
    this.#counts = exports.counts.value;
    this.#open = exports.open.value;
    this.#scratch = exports.scratch.value;
  }

  /** From now on stops where one of these names stands. */
  list(names: Iterable<string>, list: keyof typeof LISTS): void {
    for (const name of names) {
      this.#write(`${name}\n`, this.#scratch);
      this.#exports.list(this.#scratch, LISTS[list]);
    }
  }

  /**
   * From now on stops at messages that begin with one of `starts` or hold one of `parts`. `false`
   * where it cannot look for these, so that {@link messages} must not be used.
   */
  stopAt(starts: readonly string[], parts: readonly string[]): boolean {
    const [first = ''] = parts;
    if (first === '' || parts.length > NEEDLES) return false;
    if (starts.some((text) => text.length < START_BYTES)) return false;
    if (parts.some((text) => text.length < NEEDLE_BYTES)) return false;
    for (const start of starts) {
      this.#write(start, this.#scratch);
      this.#exports.listStart(this.#scratch);
    }
    const needles = this.#exports.needles.value;
    for (let i = 0; i < NEEDLES; i += 1) {
      const needle = (parts[i] ?? first).slice(0, NEEDLE_BYTES);
      this.#write(needle, needles + i * NEEDLE_BYTES);
    }
    return true;
  }

  /** Lines of functions and probes that were stepped over since {@link resetCounts}. */
  get functions(): number {
    return this.#count(FUNCTIONS);
  }

  /** The same for trace events. */
  get events(): number {
    return this.#count(EVENTS);
  }

  /** The same for kernel messages. */
  get messageLines(): number {
    return this.#count(MESSAGES);
  }

  /** Columns before the message that was stepped over last. */
  get indent(): number {
    return this.#count(INDENT);
  }

  /** The CPU which {@link graph} stopped at because it was not ready, else -1. */
  get unready(): number {
    return this.#count(UNREADY);
  }

  resetCounts(): void {
    this.#view.setInt32(this.#counts + FUNCTIONS, 0, true);
    this.#view.setInt32(this.#counts + EVENTS, 0, true);
    this.#view.setInt32(this.#counts + MESSAGES, 0, true);
  }

  /** Depths 0 to 31 (`half` 0) or 32 to 63 (1) at which calls are open on a CPU, as bits. */
  depths(cpu: number, set: keyof typeof OPEN, half: 0 | 1): number {
    return this.#view.getUint32(this.#open + cpu * OPEN_BYTES + OPEN[set] + half * 4, true);
  }

  /** Tells {@link graph} of them. */
  setDepths(cpu: number, set: keyof typeof OPEN, half: 0 | 1, bits: number): void {
    this.#view.setUint32(this.#open + cpu * OPEN_BYTES + OPEN[set] + half * 4, bits, true);
  }

  #count(offset: number): number {
    return this.#view.getInt32(this.#counts + offset, true);
  }

  #write(text: string, at: number): void {
    this.bytes.set(new TextEncoder().encode(text), at);
  }
}

/** The bytes are made from kernel.wat, so one name tells that all are there. */
function isKernel(
  exports: WebAssembly.Exports,
): exports is WebAssembly.Exports & KernelExports & Record<string, WebAssembly.ExportValue> {
  return typeof exports.calls === 'function';
}
