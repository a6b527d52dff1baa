import type { DevId } from '../model/ids.ts';
import type { KnownDevice } from './known.ts';
import type { Writable } from './writable.ts';

/** {@link KnownDevice} as its keeper sees it. */
export interface DeviceRecord extends Writable<KnownDevice> {
  readonly dev: DevId;
}

/** Devices while they live; a fresh record for each life. */
export class DeviceLives {
  readonly #devices = new Map<DevId, DeviceRecord>();

  readonly of = (dev: DevId): DeviceRecord => this.#devices.get(dev) ?? this.begin(dev);

  begin(dev: DevId): DeviceRecord {
    const record: DeviceRecord = {
      dev,
      name: null,
      ifindex: null,
      status: 'unknown',
      net: null,
      arrival: null,
      departure: null,
    };
    this.#devices.set(dev, record);
    return record;
  }

  /** Ends a life; returns it, if there was one. */
  bury(dev: DevId): DeviceRecord | undefined {
    const record = this.#devices.get(dev);
    this.#devices.delete(dev);
    return record;
  }

  forget(): void {
    this.#devices.clear();
  }
}
