import type { EventOf, EventType, KernelEvent } from '../model/events.ts';
import { initialState } from '../model/initial-state.ts';
import { Overlay } from '../model/overlay.ts';
import type { KernelState } from '../model/state.ts';
import { catalogue } from './catalogue.ts';
import { Gathered, type PromiseJudgement } from './findings.ts';
import type { Invariant, Monitor, Verdict } from './invariant.ts';
import { Lives } from './lives.ts';
import { shown } from './shown.ts';
import { Silence } from './silence.ts';
import { stateView } from './state-view.ts';

/** How to judge a recording. */
export interface JudgeOptions {
  /** The promises to watch; by default the whole catalogue. */
  readonly invariants?: readonly Invariant[];
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
  readonly #view = stateView(this.#overlay);
  readonly #lives: Lives;
  readonly #silence: Silence;
  readonly #watches: readonly { readonly findings: Gathered; readonly monitor: Monitor }[];
  readonly #listeners: ReadonlyMap<EventType, readonly Listener[]>;
  /** Events of one type come in long rows. */
  #toldType: EventType | null = null;
  #told: readonly Listener[] = [];
  #firstLoss: string | null = null;
  #last: KernelEvent | null = null;

  constructor(options: JudgeOptions = {}) {
    const invariants = options.invariants ?? catalogue;
    this.#lives = new Lives(options.kernel ?? null);
    this.#silence = new Silence(this.#lives.shows);
    this.#watches = invariants.map((invariant) => {
      const findings = new Gathered(invariant, this.#silence);
      return { findings, monitor: invariant.monitor(findings, this.#lives) };
    });
    this.#listeners = listenersOf(this.#watches.map(({ monitor }) => monitor));
  }

  /** Folds one event and shows it to every monitor that listens to its type. */
  see(event: KernelEvent): void {
    if (this.#last === null) this.#open(event);
    else if (event.seq > this.#last.seq + 1) {
      this.#lose(gapBefore(event, event.seq - this.#last.seq - 1, null));
    }
    this.#last = event;
    if (event.type === 'recording.gap') this.#lose(event);
    else {
      if (event.evidence !== 'inferred') this.#hear(event);
      this.#weigh(event);
    }
    this.#overlay.apply(event);
  }

  /** The state so far, frozen. It costs as much as what changed since it was asked for last. */
  get state(): KernelState {
    return this.#overlay.snapshot();
  }

  /**
   * The state so far, to look at on the way: it goes on with the judge and cannot be written. What
   * is read of it is frozen; it costs nothing until something is.
   */
  get view(): KernelState {
    return this.#view;
  }

  /** Closes the recording. Call it once, after the last event. */
  end(): Judgement {
    this.#lives.highestCpu = this.#silence.highestCpu();
    for (const { monitor } of this.#watches) monitor.end?.(this.#view);
    this.#silence.end();
    const recorded = { seen: this.#lives.seen, firstLoss: this.#firstLoss };
    const invariants = this.#watches.map(({ findings }) => findings.judgement(recorded));
    return Object.freeze({
      verdict: overall(invariants),
      invariants: Object.freeze(invariants),
      state: this.#overlay.snapshot(),
    });
  }

  #open(first: KernelEvent): void {
    this.#lives.simulated = first.evidence === 'simulated';
    this.#silence.simulated = this.#lives.simulated;
  }

  #hear(event: KernelEvent): void {
    if (this.#silence.startsLate(event)) this.#lose(gapBefore(event, null, event.cpu));
    this.#silence.see(event);
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
    this.#silence.lose(gap);
    this.#lives.forget();
    this.#tell(gap);
  }

  #tell(event: KernelEvent): void {
    if (event.type !== this.#toldType) {
      this.#toldType = event.type;
      this.#told = this.#listeners.get(event.type) ?? [];
    }
    for (const listen of this.#told) listen(event, this.#view);
  }
}

/** Records are missing before an event: on one CPU, or somebody took them out of the stream. */
function gapBefore(
  { seq, at, task, line, evidence }: KernelEvent,
  lost: number | null,
  cpu: number | null,
): EventOf<'recording.gap'> {
  return { type: 'recording.gap', seq, at, cpu, task, line, evidence, lost };
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
