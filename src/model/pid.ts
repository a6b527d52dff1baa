/** The pid of a task, `comm-pid`: a comm may hold dashes, and that of a worker changes under way. */
export function pidOf(task: string | null): string | null {
  return task === null ? null : task.slice(task.lastIndexOf('-') + 1);
}
