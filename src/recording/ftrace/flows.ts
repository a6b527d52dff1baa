/** One call that is open in a graph. */
export interface Frame {
  readonly fn: string | null;
  readonly depth: number;
}

/** The calls under way in one task, outermost first. */
export type Flow = Frame[];

/** Most tasks whose open calls are kept: a log names no task that is gone. */
const MOST_FLOWS = 4096;

/**
 * Which task each CPU of a function_graph runs, and which calls are open in it. The text names a
 * task only in its own column or where a CPU changes tasks, so a CPU's first task is unnamed.
 */
export class Flows {
  readonly #flows = new Map<string, Flow>();
  readonly #taskOf = new Map<number | null, string>();

  /** The task that runs on `cpu`, where the log told it. */
  taskOn(cpu: number | null): string | null {
    return this.#taskOf.get(cpu) ?? null;
  }

  /** A CPU goes from one task to another: `from` is what it ran so far, named or not. */
  change(cpu: number, from: string, to: string): void {
    const unnamed = keyOf(cpu, null);
    const flow = this.#flows.get(unnamed);
    if (flow !== undefined && !this.#taskOf.has(cpu)) {
      this.#flows.delete(unnamed);
      this.#flows.set(keyOf(cpu, from), flow);
    }
    this.#taskOf.set(cpu, to);
  }

  /** The open calls of `task`, or of whatever `cpu` runs, for a line at `depth`. */
  of(cpu: number | null, task: string | null, depth: number): Flow {
    const key = keyOf(cpu, task ?? this.taskOn(cpu));
    const known = this.#flows.get(key);
    if (known !== undefined) return known;
    const flow = (depth > 0 ? this.#migrated(depth) : null) ?? [];
    if (this.#flows.size >= MOST_FLOWS) this.#flows.clear();
    this.#flows.set(key, flow);
    return flow;
  }

  /**
   * A CPU that shows nothing yet begins deep inside a call: a task migrated to it, which the text
   * does not say (PREEMPT_RT). It is the one task with as many calls open, if there is one.
   */
  #migrated(depth: number): Flow | null {
    const candidates = [...this.#flows.entries()].filter(
      ([, flow]) => flow.length > 0 && Math.abs((flow.at(-1)?.depth ?? 0) + 0.5 - depth) < 1,
    );
    const [only] = candidates;
    if (only === undefined || candidates.length > 1) return null;
    this.#flows.delete(only[0]);
    return only[1];
  }
}

/** The idle task has the same pid on every CPU. */
function keyOf(cpu: number | null, task: string | null): string {
  const pid = task === null ? '' : task.slice(task.lastIndexOf('-') + 1);
  return pid === '' || pid === '0' ? `cpu ${cpu}` : pid;
}
