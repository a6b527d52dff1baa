import type { KernelState } from '../model/state.ts';
import { sha256 } from './sha256.ts';

/**
 * A hash of a state, 64 hex digits: the SHA-256 of the UTF-8 bytes of {@link canonicalJson}. Two
 * states have the same one if and only if they are equal, on every machine and engine.
 *
 * @example
 * ```ts
 * stateHash(fold(events)) === stateHash(events.reduce(reduce, initialState)); // true
 * ```
 */
export function stateHash(state: KernelState): string {
  return sha256(new TextEncoder().encode(canonicalJson(state)));
}

/**
 * A value in the one way to write it: JSON without white space, the keys of objects and Maps in
 * the order of their UTF-16 units, Sets and arrays in the order of their members. Maps are written
 * as objects, Sets as arrays.
 */
export function canonicalJson(value: unknown): string {
  if (value instanceof Map) return entriesJson([...value]);
  if (value instanceof Set) return arrayJson([...value]);
  if (Array.isArray(value)) return arrayJson(value);
  if (typeof value === 'object' && value !== null) return entriesJson(Object.entries(value));
  return JSON.stringify(value);
}

function arrayJson(members: readonly unknown[]): string {
  return `[${members.map(canonicalJson).join(',')}]`;
}

function entriesJson(entries: readonly (readonly [unknown, unknown])[]): string {
  const texts = entries.map(([key, value]) => [String(key), canonicalJson(value)] as const);
  texts.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${texts.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}
