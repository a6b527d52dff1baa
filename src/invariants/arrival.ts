import type { KernelEvent } from '../model/events.ts';
import type { NetId } from '../model/ids.ts';
import type { Arrival, KnownDevice } from './known.ts';

/** The namespace that a device entered; `null` where the log does not show which. */
export function netEntered(arrival: Arrival): NetId | null {
  return arrival.type === 'netdev.moved' ? arrival.to : arrival.net;
}

/** How devices came, as far as the log shows it. */
export function arrivalsOf(devices: readonly KnownDevice[]): readonly Arrival[] {
  return devices.flatMap(({ arrival }) => (arrival === null ? [] : [arrival]));
}

/**
 * How a device that leaves a namespace had come to it, where that is the last that was seen of it:
 * one that came to another has moved since, nobody saw when.
 */
export function arrivalBefore(
  departure: KernelEvent,
  arrival: Arrival | null,
  net: NetId | null,
): Arrival | null {
  const isOwn = arrival !== null && arrival !== departure && netEntered(arrival) === net;
  return isOwn ? arrival : null;
}
