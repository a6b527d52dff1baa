import type { KernelEvent } from '../model/events.ts';
import type { NetId } from '../model/ids.ts';
import { initialState } from '../model/initial-state.ts';
import { Overlay } from '../model/overlay.ts';
import { devicesOf } from '../model/selectors.ts';
import type { KernelState } from '../model/state.ts';
import type { Explanation, NetScene, StoryEvent } from './explain.ts';
import type { Invariant, Violation } from './invariant.ts';

/** A violation whose story is to be told. */
export interface Case {
  readonly invariant: Invariant;
  readonly violation: Violation;
}

/** How to tell the story. */
export interface ExplainOptions {
  /** How many events of the same namespace or device to show on each side; 3 by default. */
  readonly nearby?: number;
  /** The state before the first event, where that is not the first of the recording. */
  readonly before?: KernelState;
}

/**
 * Gathers the stories of several violations while the events they were found in come by, all in
 * one pass: {@link see} each event in stream order. Memory grows with what is told, not with what
 * comes by.
 */
export class Explainer {
  readonly #overlay: Overlay;
  readonly #tellings: readonly Telling[];

  constructor(cases: readonly Case[], { nearby = 3, before = initialState }: ExplainOptions = {}) {
    this.#overlay = new Overlay(before);
    this.#tellings = cases.map((found) => new Telling(found, nearby));
  }

  /** Nothing that comes now changes any story. */
  get isDone(): boolean {
    return this.#tellings.every((telling) => telling.isDone);
  }

  /** One of each case that was found among the events, in the order of the cases. */
  get explanations(): readonly Explanation[] {
    return this.#tellings.flatMap((telling) => telling.explanation ?? []);
  }

  see(event: KernelEvent): void {
    for (const telling of this.#tellings) telling.hear(event, this.#overlay.view);
    this.#overlay.apply(event);
  }
}

/** The story of one violation. */
class Telling {
  readonly #case: Case;
  readonly #related: ReadonlySet<number>;
  readonly #nearby: number;
  readonly #lastSeq: number;
  readonly #story: StoryEvent[] = [];
  #scene: NetScene | null = null;
  #found = false;
  #after: number;
  #isDone = false;

  constructor(found: Case, nearby: number) {
    const { related, seq } = found.violation;
    this.#case = found;
    this.#related = new Set(related);
    this.#lastSeq = Math.max(seq, ...related);
    this.#nearby = nearby;
    this.#after = nearby;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  get explanation(): Explanation | null {
    if (!this.#found) return null;
    const { invariant, violation } = this.#case;
    const { id, statement, mechanism, source } = invariant;
    const told = { story: this.#story, scene: this.#scene };
    return { id, violation, expected: statement, mechanism, source, ...told };
  }

  /** `before` is the state before the event, to read during the call only. */
  hear(event: KernelEvent, before: KernelState): void {
    if (this.#isDone) return;
    const { violation } = this.#case;
    if (event.seq === violation.seq) {
      this.#found = true;
      this.#scene = sceneOf(before, violation.net);
      this.#story.push({ role: 'broke', event });
    } else if (this.#related.has(event.seq)) this.#story.push({ role: 'related', event });
    else if (concerns(event, violation)) {
      if (!this.#found) pushNearby(this.#story, event, this.#nearby);
      else if (this.#after > 0) {
        this.#after -= 1;
        this.#story.push({ role: 'nearby', event });
      }
    }
    this.#isDone = this.#found && this.#after === 0 && event.seq >= this.#lastSeq;
  }
}

/** Keeps the last few nearby events; what is related stays however long ago it was. */
function pushNearby(story: StoryEvent[], event: KernelEvent, most: number): void {
  story.push({ role: 'nearby', event });
  const kept = story.filter(({ role }) => role === 'nearby').length;
  if (kept > most)
    story.splice(
      story.findIndex(({ role }) => role === 'nearby'),
      1,
    );
}

/** Of the violation's namespace or device; where it has neither, of the boot as a whole. */
function concerns(event: KernelEvent, { net, dev }: Violation): boolean {
  if (net === null && dev === null) return !('net' in event) && !('dev' in event);
  if (dev !== null && 'dev' in event && event.dev === dev) return true;
  if (net === null) return false;
  if (event.type === 'netdev.moved') return event.from === net || event.to === net;
  return 'net' in event && event.net === net;
}

function sceneOf(state: KernelState, net: NetId | null): NetScene | null {
  if (net === null) return null;
  const known = state.nets.get(net);
  if (known === undefined) return null;
  // The live view changes with the next event; the scene is a copy that stays.
  const devices = devicesOf(state, net).map((device) => ({ ...device }));
  return { net, status: known.status, devices };
}
