import { BOOT_CALLS } from './boot-calls.ts';
import { DEVICE_CALLS } from './device-calls.ts';
import { knownCallbacks } from './known-ops.ts';
import { NAMESPACE_CALLS } from './namespace-calls.ts';
import { PERNET_CALLS } from './pernet-calls.ts';
import type { Handler } from './scene.ts';

/** What each kernel function means, by name. */
export const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({ ...BOOT_CALLS, ...PERNET_CALLS, ...NAMESPACE_CALLS, ...DEVICE_CALLS }),
);

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
