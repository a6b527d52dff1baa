import type { EventType, KernelEvent } from '../model/events.ts';
import type { DevId, NetId } from '../model/ids.ts';
import type { Findings, Invariant, Verdict, Violation } from './invariant.ts';
import type { Accuser, Silence } from './silence.ts';

/** What the judge says about one promise. */
export interface PromiseJudgement {
  readonly id: string;
  readonly verdict: Verdict;
  /** How many times it was put to the test and kept. */
  readonly checked: number;
  /** The first hundred events that broke it. */
  readonly violations: readonly Violation[];
  /** How many broke it in all. */
  readonly broken: number;
  /** Why the verdict is `unknown`, else `null`. */
  readonly reason: string | null;
  /** What of it this recording cannot show, where the rest `holds`; else `null`. */
  readonly unseen: string | null;
}

/** What the recording as a whole lets one say. */
export interface Recorded {
  /** The event types that were shown. */
  readonly seen: ReadonlySet<EventType>;
  /** Where the first records were lost: `"line 17"`; `null` if none were. */
  readonly firstLoss: string | null;
  /** Why records may be missing anywhere in it; `null` where none are. */
  readonly doubt: string | null;
}

/** A kernel that breaks a promise everywhere must not fill the memory. */
const MOST_VIOLATIONS = 100;

/** Gathers what one monitor finds. */
export class Gathered implements Findings, Accuser {
  readonly #invariant: Invariant;
  readonly #silence: Silence;
  #violations: Violation[] = [];
  #broken = 0;
  /** How many of those rest on silence. */
  #silent = 0;
  #checked = 0;
  #blind: string | null = null;
  #unseen: string | null = null;

  constructor(invariant: Invariant, silence: Silence) {
    this.#invariant = invariant;
    this.#silence = silence;
  }

  readonly kept = (): void => {
    this.#checked += 1;
  };

  readonly broken = (
    event: KernelEvent,
    message: string,
    related: readonly KernelEvent[] = [],
  ): void => {
    this.confirm(violation(event, message, related, false));
  };

  readonly brokenBySilence = (
    event: KernelEvent,
    message: string,
    missing: readonly EventType[],
    related: readonly KernelEvent[] = [],
  ): void => {
    const until = Math.max(event.seq, ...related.map(({ seq }) => seq));
    const suspected = violation(event, message, related, true);
    this.#silence.suspect({ violation: suspected, missing, until, accuser: this });
  };

  readonly confirm = (found: Violation): void => {
    const twin = this.#violations.findIndex((other) => {
      return other.seq === found.seq && other.silent !== found.silent;
    });
    // What the order of events proves needs no silence to prove it.
    if (twin !== -1 && found.silent) return;
    if (twin !== -1) this.#drop(twin);
    this.#broken += 1;
    if (found.silent) this.#silent += 1;
    if (this.#violations.length < MOST_VIOLATIONS) this.#violations.push(found);
  };

  readonly retract = (reason: string): void => {
    const first = this.#violations.find(({ silent }) => silent);
    if (first === undefined) return;
    this.blind(`${first.message}, but ${reason}`);
    this.#violations = this.#violations.filter(({ silent }) => !silent);
    this.#broken -= this.#silent;
    this.#silent = 0;
  };

  readonly blind = (reason: string): void => {
    this.#blind ??= reason;
  };

  readonly unseen = (part: string): void => {
    this.#unseen ??= part;
  };

  #drop(silentOne: number): void {
    this.#violations.splice(silentOne, 1);
    this.#broken -= 1;
    this.#silent -= 1;
  }

  judgement(recorded: Recorded): PromiseJudgement {
    const reason = this.#broken > 0 ? null : this.#doubt(recorded);
    const verdict = this.#broken > 0 ? 'violated' : reason === null ? 'holds' : 'unknown';
    return Object.freeze({
      id: this.#invariant.id,
      verdict,
      checked: this.#checked,
      // What silence proves is known later than it happened.
      violations: Object.freeze(this.#violations.toSorted((a, b) => a.seq - b.seq)),
      broken: this.#broken,
      reason,
      unseen: verdict === 'holds' ? this.#unseen : null,
    });
  }

  /** Why the promise cannot be said to hold, the most telling reason first. */
  #doubt({ seen, firstLoss, doubt }: Recorded): string | null {
    const { needs, spoiledBy } = this.#invariant;
    const missing = needs.filter((type) => !seen.has(type));
    if (missing.length > 0) return `not in this recording: ${missing.join(', ')}`;
    if (this.#blind !== null) return this.#blind;
    if (doubt !== null) return doubt;
    if (firstLoss !== null && spoiledBy === 'recording') return `records lost at ${firstLoss}`;
    return this.#checked > 0 ? null : 'nothing in this recording put it to the test';
  }
}

function violation(
  event: KernelEvent,
  message: string,
  related: readonly KernelEvent[],
  silent: boolean,
): Violation {
  const { seq, line, at } = event;
  const others = related.map((other) => other.seq).filter((other) => other !== seq);
  const distinct = [...new Set(others)].sort((a, b) => a - b);
  return Object.freeze({
    seq,
    line,
    at,
    net: netOf(event),
    dev: devOf(event),
    message,
    related: Object.freeze(distinct),
    silent,
  });
}

function netOf(event: KernelEvent): NetId | null {
  if (event.type === 'netdev.moved') return event.from;
  return 'net' in event ? event.net : null;
}

function devOf(event: KernelEvent): DevId | null {
  return 'dev' in event ? event.dev : null;
}
