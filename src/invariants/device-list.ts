import type { DeviceRecord } from './device-lives.ts';

/**
 * Devices in the order in which they came, linked through their records: a device is in one list
 * at most, and most lists are so short that a Map of them would be the greater part of the work.
 */
export class DeviceList implements Iterable<DeviceRecord> {
  #first: DeviceRecord | null = null;
  #last: DeviceRecord | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Puts a device that is in no list at the end. */
  add(device: DeviceRecord): void {
    device.list = this;
    device.before = this.#last;
    if (this.#last === null) this.#first = device;
    else this.#last.behind = device;
    this.#last = device;
    this.#size += 1;
  }

  /** Takes out a device that is in this list. */
  delete(device: DeviceRecord): void {
    const { before, behind } = device;
    if (before === null) this.#first = behind;
    else before.behind = behind;
    if (behind === null) this.#last = before;
    else behind.before = before;
    device.list = null;
    device.before = null;
    device.behind = null;
    this.#size -= 1;
  }

  *[Symbol.iterator](): Iterator<DeviceRecord> {
    for (let device = this.#first; device !== null; device = device.behind) yield device;
  }
}
