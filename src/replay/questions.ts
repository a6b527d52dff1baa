import type { KernelEvent } from '../model/events.ts';
import { initialState } from '../model/initial-state.ts';
import { Overlay } from '../model/overlay.ts';
import { canonicalJson } from './hash.ts';
import { type Path, valueAt } from './path.ts';

/** A value that an event changed; `undefined` where there was none, or is none any more. */
export interface Change {
  readonly event: KernelEvent;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * All changes of one value, oldest first. A change is told from a touch: a value that was written
 * again and is the same does not count.
 *
 * @example
 * ```ts
 * for (const { event, after } of history(events, ['nets', id, 'status'])) {
 *   console.log(event.line, after); // 12 setup, 96 ready, 240 dying …
 * }
 * ```
 */
export function* history(events: Iterable<KernelEvent>, path: Path): Generator<Change> {
  const overlay = new Overlay(initialState);
  let before = valueAt(initialState, path);
  for (const event of events) {
    overlay.apply(event);
    const after = valueAt(overlay.snapshot(), path);
    if (!isSame(before, after)) yield { event, before, after };
    before = after;
  }
}

/**
 * The events that made a value what it is after the event `seq`, oldest first: for each field,
 * entry and member in it, the event that changed that last. Of a value that is gone, the event
 * that took it away; of one that never was, none.
 *
 * @example
 * ```ts
 * why(events, ['nets', id, 'devices'], 240); // the netdev.registered of each listed device
 * ```
 */
export function why(
  events: Iterable<KernelEvent>,
  path: Path,
  seq: number,
): readonly KernelEvent[] {
  const makers = new Map<string, KernelEvent>();
  let takenBy: KernelEvent | null = null;
  let before: ReadonlyMap<string, unknown> = leavesOf(valueAt(initialState, path));
  for (const { event, after: value } of history(upTo(events, seq), path)) {
    const after = leavesOf(value);
    for (const leaf of before.keys()) if (!after.has(leaf)) makers.delete(leaf);
    for (const [leaf, scalar] of after) if (before.get(leaf) !== scalar) makers.set(leaf, event);
    takenBy = value === undefined ? event : null;
    before = after;
  }
  const made = new Set(takenBy === null ? makers.values() : [takenBy]);
  return [...made].sort((a, b) => a.seq - b.seq);
}

function* upTo(events: Iterable<KernelEvent>, seq: number): Generator<KernelEvent> {
  for (const event of events) {
    if (event.seq > seq) return;
    yield event;
  }
}

/** The same object is the same value; another object may hold the same. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b || a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

/** The scalars inside a value by where they are; an empty container counts as one. */
function leavesOf(value: unknown): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  if (value !== undefined) collect(value, '', leaves);
  return leaves;
}

function collect(value: unknown, at: string, into: Map<string, unknown>): void {
  if (typeof value !== 'object' || value === null) {
    into.set(at, value);
    return;
  }
  const entries = entriesOf(value);
  if (entries.length === 0) into.set(`${at}/`, 'empty');
  for (const [step, inner] of entries) collect(inner, `${at}/${String(step)}`, into);
}

function entriesOf(value: object): (readonly [unknown, unknown])[] {
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...value].map((member) => [member, true]);
  return Object.entries(value);
}
