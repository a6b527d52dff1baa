import { flowKey } from '../flow-key.ts';

/** One call that is open in a graph. */
export interface Frame {
  readonly fn: string | null;
  readonly depth: number;
}

/** The calls under way in one task, outermost first. */
export type Flow = Frame[];

/** Stands for the name of any function that nobody asked for. */
export const NOISE = '';

const MOST_DEPTHS = 64;
/** Frames are never written to, so all calls of one depth can share one. */
const NOISE_FRAMES: readonly Frame[] = Array.from({ length: MOST_DEPTHS }, (_, depth) => ({
  fn: NOISE,
  depth,
}));

/** A call of no interest that is open. */
export function noiseAt(depth: number): Frame {
  return NOISE_FRAMES[depth] ?? { fn: NOISE, depth };
}

/** Calls as deep or deeper are over, though the log lost their ends. */
export function closeFrom(flow: Flow, depth: number): void {
  while ((flow.at(-1)?.depth ?? -1) >= depth) flow.pop();
}

/** Most tasks whose open calls are kept: a log names no task that is gone. */
const MOST_FLOWS = 4096;

/**
 * Which task each CPU of a function_graph runs, and which calls are open in it. The text names a
 * task only in its own column or where a CPU changes tasks, so a CPU's first task is unnamed.
 */
export class Flows {
  readonly #flows = new Map<string, Flow>();
  readonly #taskOf = new Map<number | null, string>();

  /** Whether the next new one drives all others out. */
  get isFull(): boolean {
    return this.#flows.size >= MOST_FLOWS;
  }

  /** The task that runs on `cpu`, where the log told it. */
  taskOn(cpu: number | null): string | null {
    return this.#taskOf.get(cpu) ?? null;
  }

  /** A CPU goes from one task to another: `from` is what it ran so far, named or not. */
  change(cpu: number, from: string, to: string): void {
    const unnamed = flowKey(cpu, null);
    const flow = this.#flows.get(unnamed);
    if (flow !== undefined && !this.#taskOf.has(cpu)) {
      this.#flows.delete(unnamed);
      this.#flows.set(flowKey(cpu, from), flow);
    }
    this.#taskOf.set(cpu, to);
  }

  /** The open calls of `task`, or of whatever `cpu` runs. */
  of(cpu: number | null, task: string | null): Flow {
    const key = flowKey(cpu, task ?? this.taskOn(cpu));
    const known = this.#flows.get(key);
    if (known !== undefined) return known;
    const flow: Flow = [];
    if (this.#flows.size >= MOST_FLOWS) this.#flows.clear();
    this.#flows.set(key, flow);
    return flow;
  }

  /**
   * Closes the call at `depth` of a task that migrated, which the text does not say (PREEMPT_RT):
   * it ends on a CPU where it did not begin. `undefined` where that may be more than one task.
   */
  closeElsewhere(depth: number): Frame | undefined {
    const candidates = [...this.#flows.values()].filter((flow) => flow.at(-1)?.depth === depth);
    return candidates.length === 1 ? candidates[0]?.pop() : undefined;
  }
}
