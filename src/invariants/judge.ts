import type { EventOf, EventType, KernelEvent } from '../model/events.ts';
import { initialState } from '../model/initial-state.ts';
import { Overlay } from '../model/overlay.ts';
import type { KernelState } from '../model/state.ts';
import { catalogue } from './catalogue.ts';
import { Gathered, type PromiseJudgement } from './findings.ts';
import type { Invariant, Monitor, Verdict } from './invariant.ts';
import { Lives } from './lives.ts';
import { shown } from './shown.ts';

/** How to judge a recording. */
export interface JudgeOptions {
  /** The promises to watch; by default the whole catalogue. */
  readonly invariants?: readonly Invariant[];
  /**
   * The recorder attests that nothing is missing between the first and the last event, other than
   * at the gaps it shows: an ftrace header whose two entry counts agree, /dev/kmsg without a jump
   * in its sequence. Then a missing event may break a promise; else only a wrong order can. By
   * default `true` for simulated events, which no recorder can lose, and `false` for all others.
   */
  readonly lossless?: boolean;
  /** The kernel that was recorded (`"5.17"`, `"6.1"`): some promises hold for some kernels only. */
  readonly kernel?: string;
}

/** What the judge says about a recording. */
export interface Judgement {
  /** `violated` if any promise is, else `holds` if any does, else `unknown`. */
  readonly verdict: Verdict;
  /** One entry for each promise, in the order they were given. */
  readonly invariants: readonly PromiseJudgement[];
  /** The state the events add up to. */
  readonly state: KernelState;
}

/**
 * Judges a whole recording.
 *
 * @example
 * ```ts
 * const { verdict, invariants } = judge(events);
 * invariants.flatMap(({ violations }) => violations).map(({ message }) => message);
 * ```
 */
export function judge(events: Iterable<KernelEvent>, options: JudgeOptions = {}): Judgement {
  const court = new Judge(options);
  for (const event of events) court.see(event);
  return court.end();
}

/**
 * Judges a recording while it arrives: {@link see} each event in stream order, then {@link end}.
 * Memory grows with what is alive in the recorded kernel, not with the recording.
 */
export class Judge {
  readonly #overlay = new Overlay(initialState);
  readonly #lives: Lives;
  readonly #lossless: boolean | undefined;
  readonly #watches: readonly { readonly findings: Gathered; readonly monitor: Monitor }[];
  readonly #listeners: ReadonlyMap<EventType, readonly Listener[]>;
  #firstLoss: string | null = null;
  #last: KernelEvent | null = null;

  constructor(options: JudgeOptions = {}) {
    const invariants = options.invariants ?? catalogue;
    this.#lossless = options.lossless;
    this.#lives = new Lives({
      lossless: options.lossless ?? false,
      kernel: options.kernel ?? null,
    });
    this.#watches = invariants.map((invariant) => {
      const findings = new Gathered(invariant);
      return { findings, monitor: invariant.monitor(findings, this.#lives) };
    });
    this.#listeners = listenersOf(this.#watches.map(({ monitor }) => monitor));
  }

  /** Folds one event and shows it to every monitor that listens to its type. */
  see(event: KernelEvent): void {
    if (this.#last === null) this.#open(event);
    else if (event.seq > this.#last.seq + 1) this.#lose(skipped(this.#last, event));
    this.#last = event;
    if (event.type === 'recording.gap') this.#lose(event);
    else this.#weigh(event);
    this.#overlay.apply(event);
  }

  /** The state so far as a live view, valid until the next event. */
  get state(): KernelState {
    return this.#overlay.view;
  }

  /** Closes the recording. Call it once, after the last event. */
  end(): Judgement {
    for (const { monitor } of this.#watches) monitor.end?.(this.#overlay.view);
    const recorded = { seen: this.#lives.seen, firstLoss: this.#firstLoss };
    const invariants = this.#watches.map(({ findings }) => findings.judgement(recorded));
    return { verdict: overall(invariants), invariants, state: this.#overlay.snapshot() };
  }

  #open(first: KernelEvent): void {
    this.#lives.simulated = first.evidence === 'simulated';
    this.#lives.lossless = this.#lossless ?? this.#lives.simulated;
  }

  #weigh(event: KernelEvent): void {
    const evidence = shown(event);
    if (evidence === null) return;
    this.#lives.see(evidence);
    this.#tell(evidence);
    this.#lives.settle(evidence);
  }

  #lose(gap: EventOf<'recording.gap'>): void {
    this.#firstLoss ??= gap.line === null ? `event ${gap.seq}` : `line ${gap.line}`;
    this.#lives.forget();
    this.#tell(gap);
  }

  #tell(event: KernelEvent): void {
    const listeners = this.#listeners.get(event.type);
    if (listeners === undefined) return;
    for (const listen of listeners) listen(event, this.#overlay.view);
  }
}

/** A jump in `seq`: somebody took events out of the stream on its way to us. */
function skipped(before: KernelEvent, after: KernelEvent): EventOf<'recording.gap'> {
  const { at, cpu, task, line, evidence } = after;
  const lost = after.seq - before.seq - 1;
  return { type: 'recording.gap', seq: after.seq, at, cpu, task, line, evidence, lost };
}

type Listener = (event: KernelEvent, before: KernelState) => void;

/** The functions of all monitors by the event type they listen to. */
function listenersOf(monitors: readonly Monitor[]): ReadonlyMap<EventType, readonly Listener[]> {
  const listeners = new Map<EventType, Listener[]>();
  for (const { end: _, ...handlers } of monitors) {
    for (const [type, listener] of Object.entries(handlers)) {
      // The key is the type of the events it is called with; TypeScript cannot relate the two.
      const list = listeners.get(type as EventType) ?? [];
      listeners.set(type as EventType, [...list, listener as Listener]);
    }
  }
  return listeners;
}

function overall(invariants: readonly PromiseJudgement[]): Verdict {
  const verdicts = new Set(invariants.map(({ verdict }) => verdict));
  if (verdicts.has('violated')) return 'violated';
  return verdicts.has('holds') ? 'holds' : 'unknown';
}
