import type { Patch } from 'immer';
import { immer } from '../model/immer.ts';
import type { KernelState } from '../model/state.ts';
import { canonicalJson } from './hash.ts';

/** What leads from one state to another, and back, as patches of immer. */
export interface Difference {
  readonly forward: readonly Patch[];
  readonly inverse: readonly Patch[];
}

/**
 * The structural difference of two states, to look at or to apply with {@link patched}. A device
 * list or array that differs is replaced as a whole: its order matters, and patches of single
 * members could not bring it back.
 *
 * @example
 * ```ts
 * const { forward, inverse } = between(recording.at(100), recording.at(200));
 * patched(recording.at(100), forward); // equals recording.at(200)
 * ```
 */
export function between(before: KernelState, after: KernelState): Difference {
  const forward: Patch[] = [];
  const inverse: Patch[] = [];
  compare(before, after, [], { forward, inverse });
  return { forward, inverse };
}

/** The state that patches lead to. */
export function patched(state: KernelState, patches: readonly Patch[]): KernelState {
  return immer.applyPatches(state, patches);
}

type Way = Patch['path'];

interface Patches {
  readonly forward: Patch[];
  readonly inverse: Patch[];
}

function compare(before: unknown, after: unknown, path: Way, into: Patches): void {
  if (before === after) return;
  if (before instanceof Map && after instanceof Map) {
    compareMaps(before, after, path, into);
  } else if (isRecord(before) && isRecord(after)) {
    for (const key of Object.keys(before)) compare(before[key], after[key], [...path, key], into);
  } else if (canonicalJson(before) !== canonicalJson(after)) {
    into.forward.push({ op: 'replace', path, value: after });
    into.inverse.push({ op: 'replace', path, value: before });
  }
}

function compareMaps(
  before: ReadonlyMap<string | number, unknown>,
  after: ReadonlyMap<string | number, unknown>,
  path: Way,
  { forward, inverse }: Patches,
): void {
  for (const [key, value] of before) {
    const at = [...path, key];
    if (after.has(key)) {
      compare(value, after.get(key), at, { forward, inverse });
    } else {
      forward.push({ op: 'remove', path: at });
      inverse.push({ op: 'add', path: at, value });
    }
  }
  for (const [key, value] of after) {
    if (before.has(key)) continue;
    forward.push({ op: 'add', path: [...path, key], value });
    inverse.push({ op: 'remove', path: [...path, key] });
  }
}

/** Objects of the state have the same fields as long as they live. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  return !(Array.isArray(value) || value instanceof Set || value instanceof Map);
}
