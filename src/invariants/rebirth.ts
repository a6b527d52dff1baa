import type { EventType } from '../model/events.ts';

/**
 * The kernel gives the numbers of dead namespaces again: what happens to a namespace after its end
 * happens to another one, if the record of its birth is lost.
 */
export const REBIRTH: readonly EventType[] = ['net.setup'];
