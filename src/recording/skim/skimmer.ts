import { NEWLINE } from '../ascii.ts';
import type { Observation } from '../observation.ts';
import type { Tally } from '../tally.ts';
import type { SkimKernel } from './kernel.ts';
import { WINDOW, WINDOW_BYTES } from './window.ts';

/**
 * Steps over the lines in the kernel's window from `at` on, to the first that has to be read, or to
 * `end`, and does what reading each of them would have done. `number` is the first one's.
 */
export type StepOver = (at: number, end: number, number: number, out: Observation[]) => number;

/** Most chunks in a row that are not tried. */
const LONGEST_REST = 8;

/** Brings the lines of a log before a kernel, and counts those that it stepped over. */
export class Skimmer {
  readonly #kernel: SkimKernel;
  readonly #step: StepOver;
  readonly #tally: Tally;
  /** Which byte of the chunk stands where the window begins, and up to which they were brought. */
  #from = 0;
  #to = 0;
  /** Where in the kernel's memory its last whole line ends. */
  #end = 0;
  /** How often lines of this chunk were tried, and how many were stepped over. */
  #tries = 0;
  #passed = 0;
  /** How many chunks are not tried from now on, and how many that were last time. */
  #resting = 0;
  #rest = 0;

  constructor(kernel: SkimKernel, step: StepOver, tally: Tally) {
    this.#kernel = kernel;
    this.#step = step;
    this.#tally = tally;
  }

  /**
   * Another chunk comes. To copy it is for nothing where nearly every line has to be read: behind
   * such chunks some are not tried.
   */
  begin(): void {
    if (this.#resting > 0) this.#resting -= 1;
    else {
      const barren = this.#passed < this.#tries;
      this.#rest = barren ? Math.min(2 * this.#rest + 1, LONGEST_REST) : 0;
      this.#resting = this.#rest;
    }
    this.#tries = 0;
    this.#passed = 0;
    this.#from = 0;
    this.#to = 0;
    this.#end = WINDOW;
  }

  /** Steps over lines of a chunk; the start of the first that has to be read. */
  skip(chunk: Uint8Array, start: number, out: Observation[]): number {
    if (this.#resting > 0) return start;
    const at = this.#place(chunk, start);
    if (at >= this.#end) return start;
    this.#tries += 1;
    const next = this.#step(at, this.#end, this.#tally.total + 1, out);
    if (next === at) return start;
    this.#count();
    return start + next - at;
  }

  /** Where in the kernel's memory the line stands that begins at `start`. */
  #place(chunk: Uint8Array, start: number): number {
    const at = WINDOW + start - this.#from;
    if (at < this.#end || this.#to === chunk.length) return at;
    const { bytes } = this.#kernel;
    if (chunk.buffer === bytes.buffer) {
      this.#from = WINDOW - chunk.byteOffset;
      this.#to = chunk.length;
      this.#end = chunk.byteOffset + chunk.lastIndexOf(NEWLINE) + 1;
    } else {
      this.#from = start;
      this.#to = Math.min(chunk.length, start + WINDOW_BYTES);
      const part = chunk.subarray(this.#from, this.#to);
      bytes.set(part, WINDOW);
      this.#end = WINDOW + part.lastIndexOf(NEWLINE) + 1;
    }
    return WINDOW + start - this.#from;
  }

  #count(): void {
    const { functions, events, messageLines } = this.#kernel;
    this.#passed += functions + events + messageLines;
    this.#tally.pass('other function', functions);
    this.#tally.pass('other event', events);
    this.#tally.pass('other message', messageLines);
    this.#kernel.resetCounts();
  }
}
