/** The kernels that can be simulated, oldest first. */
export const KERNEL_VERSIONS = ['5.17', '6.1', '6.12', '6.18', '7.2'] as const;

/** A kernel version whose `net/` tree was read for this simulation. */
export type KernelVersion = (typeof KERNEL_VERSIONS)[number];

/** The versions that have something: from `since` to `until`, both included. */
export interface VersionRange {
  readonly since?: KernelVersion;
  readonly until?: KernelVersion;
}

/** Whether `version` lies in the range; an open end reaches to the oldest or newest kernel. */
export function inRange(version: KernelVersion, { since, until }: VersionRange): boolean {
  const age = KERNEL_VERSIONS.indexOf(version);
  if (since !== undefined && age < KERNEL_VERSIONS.indexOf(since)) return false;
  return until === undefined || age <= KERNEL_VERSIONS.indexOf(until);
}
