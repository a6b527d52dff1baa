import type { EventType, KernelEvent } from '../model/events.ts';
import type { DevId, NetId } from '../model/ids.ts';
import type { KernelState } from '../model/state.ts';

/**
 * `holds`: checked on observed events and never failed. `violated`: some event broke it.
 * `unknown`: the recording shows too little, or lost something where it matters.
 */
export type Verdict = 'holds' | 'violated' | 'unknown';

/** One event that broke a promise. */
export interface Violation {
  readonly seq: number;
  /** 1-based line of the log. */
  readonly line: number | null;
  /** Integer nanoseconds on the recording's clock. */
  readonly at: number | null;
  readonly net: NetId | null;
  readonly dev: DevId | null;
  /** What happened and what should have, in one sentence. */
  readonly message: string;
  /** `seq` of earlier events that belong to the story, oldest first. */
  readonly related: readonly number[];
}

/** What a monitor tells the judge. */
export interface Findings {
  /** The promise was put to the test on observed events and kept. */
  kept(): void;
  /** The promise was broken by `event`. */
  broken(event: KernelEvent, message: string, related?: readonly KernelEvent[]): void;
  /** The promise cannot be judged somewhere; the first reason given is the one reported. */
  blind(reason: string): void;
}

/**
 * Watches one recording for one promise. `before` is a live view of the state before `event`,
 * valid during the call only.
 */
export interface Monitor {
  see(event: KernelEvent, before: KernelState): void;
  /** The recording is over; `seen` holds the event types that were observed in it. */
  end(after: KernelState, seen: ReadonlySet<EventType>): void;
}

/** A promise of the kernel: what it says, who guarantees it, and how to watch it. */
export interface Invariant {
  readonly id: string;
  /** The promise in one sentence. */
  readonly statement: string;
  /** Why it holds, in the kernel's terms. */
  readonly mechanism: string;
  /** The function and file that guarantee it. */
  readonly source: { readonly function: string; readonly file: string };
  /** The kernel versions it holds for, `"all"` or `"5.17"`. */
  readonly versions: string;
  /** Event types without which nothing can be said. */
  readonly needs: readonly EventType[];
  /** What kind of defect would break it. */
  readonly breaks: string;
  /** A fresh monitor for one recording. */
  readonly monitor: (findings: Findings) => Monitor;
}
