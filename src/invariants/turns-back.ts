import type { KernelEvent } from '../model/events.ts';

/** A clock that runs back: the log holds more than one boot. */
export function turnsBack(before: KernelEvent, after: KernelEvent): boolean {
  return before.at !== null && after.at !== null && after.at < before.at;
}
