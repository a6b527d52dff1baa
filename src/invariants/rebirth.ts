import type { EventType } from '../model/events.ts';
import type { DevId } from '../model/ids.ts';
import type { KnownNet } from './known.ts';

/**
 * The kernel gives the numbers of dead namespaces again: what happens to a namespace after its end
 * happens to another one, if the record of its birth is lost.
 */
export const REBIRTH: readonly EventType[] = ['net.setup'];

/**
 * Whether a device is the loopback of a namespace whose whole life is in sight: it leaves only when
 * that life ends, so whoever takes its place lives in another namespace.
 */
export function isBoundLoopback({ birth, made, loopback }: KnownNet, dev: DevId | null): boolean {
  return birth !== null && made !== null && dev !== null && loopback === dev;
}
