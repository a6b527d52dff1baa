import type { EventOf, EventType, Evidence, KernelEvent } from '../model/events.ts';
import { isSeam } from '../model/gap.ts';
import { initialState } from '../model/initial-state.ts';
import { Overlay } from '../model/overlay.ts';
import type { KernelState } from '../model/state.ts';
import { catalogue } from './catalogue.ts';
import { Gathered, type PromiseJudgement } from './findings.ts';
import type { Invariant, Monitor, Verdict } from './invariant.ts';
import { Listeners } from './listeners.ts';
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
  readonly #listeners: Listeners;
  /** The type of the last event that was shown: they come in long rows. */
  #type: EventType | null = null;
  #firstLoss: string | null = null;
  /** Why anything may be missing, anywhere. */
  #doubt: string | null = null;
  /** The `seq` that comes next if nobody took events out; -1 before the first event. */
  #next = -1;

  constructor(options: JudgeOptions = {}) {
    const invariants = options.invariants ?? catalogue;
    this.#lives = new Lives(options.kernel ?? null);
    this.#silence = new Silence(this.#lives.shows, this.#lives.anonymous);
    this.#watches = invariants.map((invariant) => {
      const findings = new Gathered(invariant, this.#silence);
      return { findings, monitor: invariant.monitor(findings, this.#lives) };
    });
    const monitors = this.#watches.map(({ monitor }) => monitor);
    this.#listeners = new Listeners(monitors, this.#lives);
  }

  /** Folds one event and shows it to every monitor that listens to its type. */
  see(event: KernelEvent): void {
    // Nine in ten are of two types. To read a field is fast where only few types come along.
    if (event.type === 'pernet.initialized') this.#seeInitialized(event);
    else if (event.type === 'pernet.exited') this.#seeExited(event);
    else this.#take(event, event.type, event.seq, event.evidence, event.cpu, event.inferred);
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
    const recorded = {
      seen: this.#lives.seen,
      firstLoss: this.#firstLoss,
      doubt: this.#doubt,
    };
    const invariants = this.#watches.map(({ findings }) => findings.judgement(recorded));
    return Object.freeze({
      verdict: overall(invariants),
      invariants: Object.freeze(invariants),
      state: this.#overlay.snapshot(),
    });
  }

  #seeInitialized(event: EventOf<'pernet.initialized'>): void {
    this.#take(event, event.type, event.seq, event.evidence, event.cpu, event.inferred);
  }

  #seeExited(event: EventOf<'pernet.exited'>): void {
    this.#take(event, event.type, event.seq, event.evidence, event.cpu, event.inferred);
  }

  #take(
    event: KernelEvent,
    type: EventType,
    seq: number,
    evidence: Evidence,
    cpu: number | null,
    inferred: readonly string[] | undefined,
  ): void {
    if (seq !== this.#next) this.#resume(event, seq);
    this.#next = seq + 1;
    if (evidence === 'inferred' || type === 'recording.gap') this.#takeNoEvidence(event);
    else this.#weigh(event, type, cpu, inferred);
  }

  #takeNoEvidence(event: KernelEvent): void {
    if (event.type === 'recording.gap') {
      if (event.evidence === 'inferred') this.#silence.doubt(PARTIAL);
      else this.#lose(event);
    } else if (event.type === 'net.ready') this.#lives.release(event.net);
  }

  /** The recording begins, or goes on somewhere else than behind the last event. */
  #resume(event: KernelEvent, seq: number): void {
    if (this.#next === -1) {
      this.#lives.simulated = event.evidence === 'simulated';
      this.#silence.simulated = this.#lives.simulated;
    } else if (seq > this.#next) this.#lose(gapBefore(event, seq - this.#next, null));
  }

  #weigh(
    event: KernelEvent,
    type: EventType,
    cpu: number | null,
    inferred: readonly string[] | undefined,
  ): void {
    if (this.#silence.startsLate(event)) this.#lose(gapBefore(event, null, cpu));
    this.#silence.see(event, cpu);
    const evidence = inferred === undefined ? event : shown(event);
    if (evidence === null) return;
    if (type !== this.#type) this.#turnTo(type);
    this.#listeners.tell(evidence, this.#view);
  }

  #lose(gap: EventOf<'recording.gap'>): void {
    this.#firstLoss ??= gap.line === null ? `event ${gap.seq}` : `line ${gap.line}`;
    this.#silence.lose(gap);
    if (isAnywhere(gap)) {
      const doubt = isSeam(gap) ? UNORDERED : LOST_SOMEWHERE;
      this.#doubt ??= doubt;
      this.#silence.doubt(doubt);
    }
    this.#lives.forget();
    this.#type = gap.type;
    this.#listeners.turnTo(gap.type);
    this.#listeners.tell(gap, this.#view);
  }

  #turnTo(type: EventType): void {
    this.#type = type;
    this.#listeners.turnTo(type);
    if (this.#lives.show(type)) this.#silence.learn();
  }
}

/** Why silence proves nothing, by the kinds of gap that have no place in the log. */
const PARTIAL = 'the log may show single CPUs only, or no deeper calls';
const UNORDERED = 'two recordings stand in this log, and nothing tells which came first';
const LOST_SOMEWHERE = 'records are lost, nobody knows where';

/** No line shows where it was, so that what came before it may be touched as well. */
function isAnywhere({ line, cpu, evidence }: EventOf<'recording.gap'>): boolean {
  return line === null && cpu === null && evidence === 'observed';
}

/** Records are missing before an event: on one CPU, or somebody took them out of the stream. */
function gapBefore(
  { seq, at, task, line, evidence }: KernelEvent,
  lost: number | null,
  cpu: number | null,
): EventOf<'recording.gap'> {
  return { type: 'recording.gap', seq, at, cpu, task, line, evidence, lost };
}

function overall(invariants: readonly PromiseJudgement[]): Verdict {
  const verdicts = new Set(invariants.map(({ verdict }) => verdict));
  if (verdicts.has('violated')) return 'violated';
  return verdicts.has('holds') ? 'holds' : 'unknown';
}
