import type { KernelEvent } from '../model/events.ts';

/** The pid of `comm-pid`: a worker's comm tells what it works on and changes. */
export function pidOf({ task }: KernelEvent): string | null {
  return task === null ? null : task.slice(task.lastIndexOf('-') + 1);
}
