import type { MessagePatterns } from './dmesg/message-filter.ts';
import type { Observation } from './observation.ts';
import type { SkimKernel } from './skim/kernel.ts';
import type { StepOver } from './skim/skimmer.ts';

/**
 * What a line was good for. `used`: it produced an observation, or belongs to one. `noise`: known
 * and of no interest here. `unknown`: not understood.
 */
export type Share = 'used' | 'noise' | 'unknown';

/** Every reason a decoder gives for a line, and the share of the log it counts under. */
export const FATES = {
  /** It produced an observation, or belongs to one. */
  used: 'used',
  blank: 'noise',
  /** What the tool prints about the recording itself: `# tracer:`, column legends. */
  header: 'noise',
  /** A field of a record that says nothing here: ` SUBSYSTEM=net`. */
  property: 'noise',
  /** Rules and notes between the lines: task switches, latency markers. */
  separator: 'noise',
  /** A line of a stack trace. */
  stack: 'noise',
  /** A function nobody asked for. */
  'other function': 'noise',
  /** A probe in the middle of a function: neither its entry nor its return. */
  'inner probe': 'noise',
  /** A trace event that says nothing about networking's life. */
  'other event': 'noise',
  /** A kernel message nobody asked for. */
  'other message': 'noise',
  /** The end of a call whose beginning is not in the log. */
  'unmatched end': 'noise',
  /** Text a user wrote into `trace_marker`; never trusted. */
  marker: 'noise',
  /** What was printed before the kernel spoke: firmware, boot loader. */
  firmware: 'noise',
  /** What programs printed, on the same console or into the kernel's log. */
  'user space': 'noise',
  /** A raw address where a function should stand. */
  'unresolved address': 'unknown',
  /** Longer than any line a kernel prints; it was cut. */
  'too long': 'unknown',
  /** No known form: damaged, cut, or foreign. */
  'unknown form': 'unknown',
} as const satisfies Readonly<Record<string, Share>>;

/** Why a line was used or not. */
export type LineFate = keyof typeof FATES;

/** Takes a line as its bytes, from `start` on, and its 1-based number; adds to `out` what it says. */
export type TakeBytes = (
  bytes: Uint8Array,
  start: number,
  end: number,
  number: number,
  out: Observation[],
) => LineFate | null;

/**
 * Turns the lines of one format into observations. Pure syntax, synchronous, never throws; it may
 * hold an observation back until a later line completes it.
 */
export interface LineDecoder {
  /**
   * Takes one line, without its newline, and its 1-based number; adds to `out` what it says.
   */
  line(text: string, number: number, out: Observation[]): LineFate;
  /**
   * The fast twin of {@link line}: takes a line of a usual shape as its bytes. `null`, and nothing
   * done, where the shape is another: then {@link line} has to take it. `bytes[end]` ends the line.
   */
  readonly fastLine?: TakeBytes;
  /**
   * The same for a line whose end nobody looked for yet, {@link usualEnd} is where it ends. `end`
   * is the end of that line or of one behind it.
   */
  readonly usualLine?: TakeBytes;
  /** Where the line ends that {@link usualLine} took last. */
  readonly usualEnd?: number;
  /**
   * How to step over many lines at once that {@link fastLine} would find nothing in; `null` where
   * every line may matter.
   */
  skimWith?(kernel: SkimKernel): StepOver | null;
  /** A line went by that is too long to be kept, or has a hole: it may have said anything. */
  unreadable?(number: number, out: Observation[]): void;
  /** The log is over: adds to `out` what was held back. */
  end(out: Observation[]): void;
}

/** What a decoder may be told from outside. */
export interface DecoderOptions {
  /**
   * Names of the only functions to report; all others count as `other function`. Without it every
   * function is reported.
   */
  readonly wanted?: ReadonlySet<string>;
  /** Callers whose every call is reported, whatever `wanted` says. */
  readonly wantedCallers?: ReadonlySet<string>;
  /**
   * What marks the only kernel messages to report; all others count as `other message`. The first
   * line of a message decides. Without it every message is reported.
   */
  readonly wantedMessages?: MessagePatterns;
}
