import type { KernelEvent } from '../model/events.ts';
import type { Invariant, Monitor } from './invariant.ts';

/** The monitor of a promise threw: a mistake in the promise, whatever the log is like. */
export class MonitorError extends Error {
  override readonly name = 'MonitorError';
  readonly code = 'monitor';
}

/**
 * A promise that somebody else wrote: what its monitor throws comes out as a {@link MonitorError}
 * that says where in the log, and whose promise it is.
 *
 * @param origin What stands in front of the message: `--rules rules.ts`.
 */
export function guarded(invariant: Invariant, origin: string): Invariant {
  // One by one: a promise may be an object of a class, with getters.
  const { id, statement, mechanism, source, versions, needs, breaks, spoiledBy } = invariant;
  const guard: Guard = (place, step) => {
    try {
      return step();
    } catch (error) {
      const message = error instanceof Error ? error.message || error.name : String(error);
      const text = `${origin}: ${id} threw ${place()}: ${message}`;
      throw new MonitorError(text, { cause: error });
    }
  };
  return {
    ...{ id, statement, mechanism, source, versions, needs, breaks, spoiledBy },
    monitor: (findings, known) =>
      guard(
        () => 'before the first event',
        () => guardedMonitor(invariant.monitor(findings, known), guard),
      ),
  };
}

/** Takes a step of a monitor, and says where it was taken if it throws. */
type Guard = <T>(place: () => string, step: () => T) => T;

/**
 * What `attempt` gives; `otherwise` where a monitor throws. Parts of a history need not make sense
 * to a promise that makes sense of the whole.
 */
export function unlessThrown<T>(attempt: () => T, otherwise: T): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof MonitorError) return otherwise;
    throw error;
  }
}

function guardedMonitor(monitor: Monitor, guard: Guard): Monitor {
  const { end: _, only = {}, outside = {}, cleanup = {}, ...handlers } = monitor;
  const steps = Object.entries(only).map(([ops, each]) => [ops, guardedHandlers(each, guard)]);
  return {
    ...guardedHandlers(handlers, guard),
    only: Object.fromEntries(steps),
    outside: guardedHandlers(outside, guard),
    cleanup: guardedHandlers(cleanup, guard),
    end: (after) =>
      guard(
        () => 'at the end',
        () => monitor.end?.(after),
      ),
  };
}

/** The key is the type of the events it is called with; TypeScript cannot relate the two. */
function guardedHandlers(handlers: object, guard: Guard): Monitor {
  const all = Object.entries(handlers).map(([type, handle]) => {
    const guardedOne = (event: KernelEvent, before: unknown): void =>
      guard(
        () => placeOf(event),
        () => nothing(handle(event, before)),
      );
    return [type, guardedOne] as const;
  });
  return Object.fromEntries(all);
}

/** Nobody waits for what a monitor does later, and nobody would hear of what it throws then. */
function nothing(result: unknown): void {
  if (!(result instanceof Promise)) return;
  result.catch(() => {});
  throw new Error('found a promise, expected a function that is done when it returns');
}

function placeOf({ line, seq }: KernelEvent): string {
  return line === null ? `at event ${seq}` : `at line ${line}`;
}
