import { NET_DEV_INIT } from '../../model/boot.ts';

/**
 * Tells a second boot in one log where no line says so. Every boot calls the same initcalls once,
 * in the same order, and its clock begins anew; in one boot the clock goes on, so that a kernel
 * that calls net_dev_init twice is not mistaken for two.
 */
export class Reboots {
  #first: string | null = null;
  #latest: number | null = null;
  #inited = false;

  /** Whether an initcall begins another boot than those before it. */
  begin(name: string, at: number | null): boolean {
    const again = name === this.#first || (name === NET_DEV_INIT && this.#inited);
    const rebooted = again && at !== null && this.#latest !== null && at < this.#latest;
    this.#first ??= name;
    if (name === NET_DEV_INIT) this.#inited = true;
    if (at !== null) this.#latest = at;
    return rebooted;
  }

  /** A line tells of a reboot. */
  forget(): void {
    this.#first = null;
    this.#latest = null;
    this.#inited = false;
  }
}
