import { pidOf } from '../model/pid.ts';

/**
 * Names what runs one call inside another: a task. The idle task has the same pid on every CPU, and
 * in a log without tasks each CPU is taken for one.
 */
export function flowKey(cpu: number | null, task: string | null): string {
  const pid = pidOf(task) ?? '';
  return pid === '' || pid === '0' ? `cpu ${cpu}` : pid;
}
