import type { KernelEvent } from '../model/events.ts';
import type { NetId } from '../model/ids.ts';
import type { DeviceState, NetStatus } from '../model/state.ts';
import { Explainer, type ExplainOptions } from './explainer.ts';
import type { Invariant, Violation } from './invariant.ts';

/** Why an event stands in the story of a violation. */
export type StoryRole = 'broke' | 'related' | 'nearby';

/** One event of the story. */
export interface StoryEvent {
  readonly role: StoryRole;
  readonly event: KernelEvent;
}

/** A namespace at one moment, its devices in list order (`dev_base_head`). */
export interface NetScene {
  readonly net: NetId;
  readonly status: NetStatus;
  readonly devices: readonly DeviceState[];
}

/** A violation as a maintainer would tell it, as data: who renders it decides on the words. */
export interface Explanation {
  readonly id: string;
  readonly violation: Violation;
  /** What should have happened. */
  readonly expected: string;
  /** Why the kernel normally does that, and the function that sees to it. */
  readonly mechanism: string;
  readonly source: Invariant['source'];
  /** The events that matter in their order, those around them in the same namespace included. */
  readonly story: readonly StoryEvent[];
  /** The namespace just before the event that broke the promise; `null` where none is concerned. */
  readonly scene: NetScene | null;
}

/**
 * Tells the story of one violation out of the events it was found in, in one pass.
 *
 * @returns `null` if the violation is not of these events.
 *
 * @example
 * ```ts
 * const [violation] = judgement.violations;
 * const { story, scene } = explain(events, invariant, violation);
 * ```
 */
export function explain(
  events: Iterable<KernelEvent>,
  invariant: Invariant,
  violation: Violation,
  options: ExplainOptions = {},
): Explanation | null {
  const explainer = new Explainer([{ invariant, violation }], options);
  for (const event of events) explainer.see(event);
  return explainer.explanations[0] ?? null;
}
