import type { KernelEvent } from '../model/events.ts';
import type { NetId } from '../model/ids.ts';
import { initialState } from '../model/initial-state.ts';
import { Overlay } from '../model/overlay.ts';
import { devicesOf } from '../model/selectors.ts';
import type { DeviceState, KernelState, NetStatus } from '../model/state.ts';
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

/** How to tell the story. */
export interface ExplainOptions {
  /** How many events of the same namespace or device to show on each side; 3 by default. */
  readonly nearby?: number;
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
  { nearby = 3 }: ExplainOptions = {},
): Explanation | null {
  const related = new Set(violation.related);
  const overlay = new Overlay(initialState);
  const story: StoryEvent[] = [];
  let scene: NetScene | null = null;
  let found = false;
  let after = nearby;
  for (const event of events) {
    if (event.seq === violation.seq) {
      found = true;
      scene = sceneOf(overlay.view, violation.net);
      story.push({ role: 'broke', event });
    } else if (related.has(event.seq)) story.push({ role: 'related', event });
    else if (concerns(event, violation)) {
      if (!found) pushNearby(story, event, nearby);
      else if (after > 0) {
        after -= 1;
        story.push({ role: 'nearby', event });
      }
    }
    if (!found) overlay.apply(event);
  }
  if (!found) return null;
  const { id, statement, mechanism, source } = invariant;
  return { id, violation, expected: statement, mechanism, source, story, scene };
}

/** Keeps the last few nearby events; what is related stays however long ago it was. */
function pushNearby(story: StoryEvent[], event: KernelEvent, most: number): void {
  if (most === 0) return;
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
  const known = net === null ? undefined : state.nets.get(net);
  if (net === null || known === undefined) return null;
  // The live view changes with the next event; the scene is a copy that stays.
  const devices = devicesOf(state, net).map((device) => ({ ...device }));
  return { net, status: known.status, devices };
}
