import type { DevId } from '../model/ids.ts';
import type { DeviceList } from './device-list.ts';
import type { KnownDevice, KnownDevices } from './known.ts';
import { Slots } from './slots.ts';
import type { Writable } from './writable.ts';

/** {@link KnownDevice} as its keeper sees it. */
export interface DeviceRecord extends Writable<KnownDevice> {
  readonly dev: DevId;
  readonly slot: number;
  /** The list it is in, and its neighbours there: for that list to write. */
  list: DeviceList | null;
  before: DeviceRecord | null;
  behind: DeviceRecord | null;
}

/** Devices while they live; a fresh record for each life. */
export class DeviceLives {
  readonly #devices = new Map<DevId, DeviceRecord>();
  readonly #slots = new Slots();
  /** What was asked for last: all monitors ask for the device of the present event. */
  #askedDev: DevId | null = null;
  #asked: DeviceRecord | null = null;

  readonly of = (dev: DevId): DeviceRecord => {
    if (this.#asked !== null && this.#askedDev === dev) return this.#asked;
    const record = this.#devices.get(dev) ?? this.begin(dev);
    this.#askedDev = dev;
    this.#asked = record;
    return record;
  };

  /** Whether a device, if it is known at all, is in a list. */
  isIn(list: KnownDevices, dev: DevId): boolean {
    return this.#devices.get(dev)?.list === list;
  }

  /** Begins a new life; there must be none under this id. */
  begin(dev: DevId): DeviceRecord {
    const record: DeviceRecord = {
      dev,
      slot: this.#slots.take(),
      name: null,
      ifindex: null,
      status: 'unknown',
      net: null,
      arrival: null,
      departure: null,
      list: null,
      before: null,
      behind: null,
    };
    this.#devices.set(dev, record);
    this.#asked = null;
    return record;
  }

  /** Ends a life, if there is one. */
  bury(dev: DevId): void {
    const record = this.#devices.get(dev);
    if (record === undefined) return;
    record.list?.delete(record);
    this.#devices.delete(dev);
    this.#slots.give(record.slot);
    this.#asked = null;
  }

  forget(): void {
    this.#asked = null;
    this.#devices.clear();
    this.#slots.clear();
  }
}
