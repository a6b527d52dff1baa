import { LOOPBACK_IFINDEX } from '../../model/ids.ts';
import { nameOf, pointerOf } from './arguments.ts';
import type { Entered } from './calls.ts';
import type { Device } from './devices.ts';
import type { Net } from './nets.ts';
import type { Unsettled } from './outbox.ts';

/** What unlist_netdevice showed of the device. */
export interface Left {
  readonly device: Device | null;
  readonly net: Net | null;
  readonly name: string | null;
  readonly ifindex: number | null;
}

/**
 * A device that left a list. unlist_netdevice is called by unregistering and by moving; a log
 * without a line of the caller tells them apart only by what the task does next.
 */
export class Departure implements Unsettled {
  readonly left: Left;
  settled = false;
  /** It turned out to be the first half of a move. */
  moved = false;
  readonly #forGood: (left: Left) => void;

  constructor(left: Left, forGood: (left: Left) => void) {
    this.left = left;
    this.#forGood = forGood;
  }

  /** The task lists a device next: is it this one again, somewhere else? */
  continues(line: Entered, to: Net | null): boolean {
    if (this.settled) return false;
    const pointer = pointerOf(line.args.dev);
    const { device, net, name, ifindex } = this.left;
    if (to === net) return false;
    if (pointer !== null) return device?.pointer === pointer;
    if (ifindex === LOOPBACK_IFINDEX) return false; // Every namespace has one of that name.
    return name !== null && name === nameOf(line.args);
  }

  /** It arrived in another list. */
  move(): void {
    this.settled = true;
    this.moved = true;
  }

  settle(): void {
    if (this.settled) return;
    this.settled = true;
    this.#forGood(this.left);
  }
}
