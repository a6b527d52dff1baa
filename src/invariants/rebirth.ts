import type { EventType } from '../model/events.ts';
import type { DevId } from '../model/ids.ts';
import type { KnownNet } from './known.ts';
import { netWords } from './words.ts';

/**
 * The kernel gives the numbers of dead namespaces again: what happens to a namespace after its end
 * happens to another one, if the record of its birth is lost.
 */
export const REBIRTH: readonly EventType[] = ['net.setup'];

/** `4026532193~2`: the interpreter's name for the second namespace that carries a number. */
const GIVEN_AGAIN = /~\d+$/;

/**
 * Why a namespace may be one that is over, and goes on all the same; `null` if nothing says so. Its
 * number had another owner, and nobody saw it begin: either the record of its birth is lost, or
 * there was none.
 */
export function mistakable({ net, birth }: KnownNet): string | null {
  if (birth !== null || !GIVEN_AGAIN.test(net)) return null;
  return `nobody saw ${netWords(net)} begin: it may be the one that had its number before`;
}

/**
 * Whether a device is the loopback of a namespace whose whole life is in sight: it leaves only when
 * that life ends, so whoever takes its place lives in another namespace.
 */
export function isBoundLoopback({ birth, made, loopback }: KnownNet, dev: DevId | null): boolean {
  return birth !== null && made !== null && dev !== null && loopback === dev;
}
