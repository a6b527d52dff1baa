import { BOOT_CALLS } from './boot-calls.ts';
import { DEVICE_CALLS } from './device-calls.ts';
import { knownCallbacks } from './known-ops.ts';
import { knownParents, levelOf } from './levels.ts';
import { NAMESPACE_CALLS } from './namespace-calls.ts';
import { PERNET_CALLS } from './pernet-calls.ts';
import type { Handler } from './scene.ts';

const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({ ...BOOT_CALLS, ...PERNET_CALLS, ...NAMESPACE_CALLS, ...DEVICE_CALLS }),
);

/** What a kernel function means. */
export interface Meaning {
  /** What to do where it stands in a log; `null` for nothing. */
  readonly handler: Handler | null;
  /** How far inside the call tree it stands. */
  readonly level: number;
}

/** What each kernel function means, by name: looked up once for every line. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  [...HANDLERS.keys(), ...knownParents()].map((fn) => [fn, meaning(fn)]),
);

const OF_ANY_OTHER: Meaning = meaning('');

/** What a kernel function means. */
export function meaningOf(fn: string): Meaning {
  return MEANINGS.get(fn) ?? OF_ANY_OTHER;
}

function meaning(fn: string): Meaning {
  return { handler: HANDLERS.get(fn) ?? null, level: levelOf(fn) };
}

/** The functions a decoder has to report; lines of others tell the interpreter nothing. */
export const WANTED_FUNCTIONS: ReadonlySet<string> = new Set([
  ...HANDLERS.keys(),
  ...knownCallbacks(),
]);

/** Functions that do little but call callbacks, so that whatever they call is one. */
export const WANTED_CALLERS: ReadonlySet<string> = new Set([
  'ops_init',
  'ops_exit_list',
  'ops_undo_list',
  'ops_undo_single',
]);
