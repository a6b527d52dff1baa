import type { EventOf, EventType, KernelEvent } from '../model/events.ts';
import type { DevId, NetId } from '../model/ids.ts';
import type { KernelState } from '../model/state.ts';
import type { Known, PernetStep } from './known.ts';

/**
 * `holds`: checked on observed events and never failed. `violated`: some event broke it.
 * `unknown`: the recording shows too little, or lost something where it matters.
 */
export type Verdict = 'holds' | 'violated' | 'unknown';

/** One event that broke a promise. */
export interface Violation {
  /** The event that should not have happened then and there. */
  readonly seq: number;
  /** 1-based line of the log. */
  readonly line: number | null;
  /** Integer nanoseconds on the recording's clock. */
  readonly at: number | null;
  readonly net: NetId | null;
  readonly dev: DevId | null;
  /** What happened and what should have, in one sentence. */
  readonly message: string;
  /** `seq` of the other events that belong to the story, oldest first. */
  readonly related: readonly number[];
  /** It shows in what is missing, not in what is there. */
  readonly silent: boolean;
}

/** What a monitor tells the judge. Free functions: they may be taken apart and passed on. */
export interface Findings {
  /** The promise was put to the test on observed events and kept. */
  readonly kept: () => void;
  /** The promise was broken by `event`; `related` events tell the rest of the story. */
  readonly broken: (event: KernelEvent, message: string, related?: readonly KernelEvent[]) => void;
  /**
   * The promise was broken unless an event of one of the `missing` types got lost before `event`
   * and all `related` ones. The judge says so only where silence is evidence, see `Silence`.
   */
  readonly brokenBySilence: (
    event: KernelEvent,
    message: string,
    missing: readonly EventType[],
    related?: readonly KernelEvent[],
  ) => void;
  /** The promise cannot be judged somewhere; the first reason given is the one reported. */
  readonly blind: (reason: string) => void;
  /**
   * Part of the promise cannot be seen in this recording: where the rest of it holds, this is said
   * beside the verdict. The first part given is the one told.
   */
  readonly unseen: (part: string) => void;
}

/** A function for each event type that somebody cares about. */
type Handlers<Type extends EventType = EventType> = {
  readonly [T in Type]?: (event: EventOf<T>, before: KernelState) => void;
};

/**
 * Watches one recording for one promise: a function for each event type it cares about. `before`
 * is the state before the event, to read during the call only; what is read of it is frozen.
 * Monitors are handed evidence and nothing else: no inferred events, and `null` for a payload field
 * that was inferred.
 */
export type Monitor = Handlers & {
  /**
   * Functions for the steps of a few pernet operations only, by the kernel's name of these
   * (`loopback_net_ops`). Nine in ten events of a busy log are such steps, most of other operations.
   */
  readonly only?: {
    readonly [ops: string]: Handlers<'pernet.initialized' | 'pernet.exited'>;
  };
  /** Functions for the steps of pernet operations that are no part of a setup seen to begin. */
  readonly outside?: Handlers<PernetStep['type']>;
  /** Functions for those in namespaces that cleanup_net has taken. */
  readonly cleanup?: Handlers<PernetStep['type']>;
  /** The recording is over. */
  readonly end?: (after: KernelState) => void;
};

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
  /**
   * Whose losses make it unknown at best. `recording`: those anywhere, for it is about all
   * namespaces or devices, and what was lost may have broken it. `monitor`: those that its monitor
   * says, which sees `recording.gap` and is about one passage only, such as net_dev_init.
   */
  readonly spoiledBy: 'recording' | 'monitor';
  /** A fresh monitor for one recording; `known` is what evidence has shown so far. */
  readonly monitor: (findings: Findings, known: Known) => Monitor;
}
