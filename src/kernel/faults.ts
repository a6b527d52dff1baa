import { FAULT_SITES, type FaultSite, type FaultSiteFacts } from './fault-sites.ts';
import type { Fault } from './plan.ts';
import { inRange, type KernelVersion } from './versions.ts';

/** Counts how often the kernel came to each place that can fail, and says when it does. */
export class Faults {
  readonly #armed: { readonly fault: Fault; visits: number }[];
  readonly #version: KernelVersion;
  readonly #visits = new Map<FaultSite, number>();

  constructor(faults: readonly Fault[], version: KernelVersion) {
    this.#armed = faults.map((fault) => ({ fault, visits: 0 }));
    this.#version = version;
  }

  /**
   * The kernel comes to `site` on behalf of `subject`. Returns 0 or the negative errno it fails
   * with; a site this kernel does not have never fails.
   */
  at(site: FaultSite, subject: string | null = null): number {
    const facts: FaultSiteFacts = FAULT_SITES[site];
    if (!inRange(this.#version, facts)) return 0;
    this.#visits.set(site, this.visits(site) + 1);
    let rc = 0;
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (fault.site !== site || (fault.of !== undefined && fault.of !== subject)) continue;
      armed.visits += 1;
      if (armed.visits === fault.nth && rc === 0) rc = fault.rc ?? -(facts.errors[0] ?? 0);
    }
    return rc;
  }

  /** How often the kernel came to `site` so far. */
  visits(site: FaultSite): number {
    return this.#visits.get(site) ?? 0;
  }
}
