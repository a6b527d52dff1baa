import type { KernelState } from '../model/state.ts';
import { entryOf } from '../model/versioned-state.ts';

/**
 * The way to a value of the state, from the top: names of fields, keys of Maps, indexes of arrays,
 * members of Sets. `['nets', '4026532193', 'devices']` is the device list of a namespace.
 */
export type Path = readonly string[];

/**
 * Reads a path written with slashes, which no id and no device name can hold:
 * `nets/4026532193/devices`. The empty text is the whole state.
 */
export function parsePath(text: string): Path {
  return text.split('/').filter((step) => step !== '');
}

/**
 * The value at a path, `undefined` where there is none. A member of a Set has the value `true`.
 *
 * @example
 * ```ts
 * valueAt(state, parsePath('boot/phase')); // 'returned'
 * ```
 */
export function valueAt(state: KernelState, path: Path): unknown {
  const [slice, key, ...rest] = path;
  switch (slice) {
    case 'softnet':
    case 'softirqs':
    case 'nets':
    case 'devices':
    case 'waiting':
      return key === undefined ? state[slice] : rest.reduce(child, entryOf(state, slice, key));
    default:
      return path.reduce(child, state);
  }
}

function child(value: unknown, step: string): unknown {
  if (value instanceof Set) return value.has(step) ? true : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === step)?.[1];
}
