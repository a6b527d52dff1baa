import type { KernelVersion, VersionRange } from '../versions.ts';
import { inRange } from '../versions.ts';

/**
 * Functions that only some kernels have, or have as a function of its own: elsewhere the compiler
 * inlined them (kernel.md, 6.1). All others can be traced everywhere, but for callbacks that have
 * no probe.
 */
const ONLY_IN: Readonly<Record<string, VersionRange>> = {
  ops_exit_list: { until: '6.1' },
  ops_free_list: { until: '6.1' },
  ops_undo_list: { since: '6.12' },
};

/** Whether a tracer can see a function of that kernel. */
export function isVisible(version: KernelVersion): (fn: string) => boolean {
  return (fn) => inRange(version, ONLY_IN[fn] ?? {});
}
