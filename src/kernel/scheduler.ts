import type { EventLog } from './event-log.ts';
import type { Holder } from './locks.ts';
import type { Turn } from './plan.ts';
import { KernelBug, type Run, type Wait } from './run.ts';

/** A thread of the simulated machine. */
export interface Task extends Holder {
  /** How the plan calls it. */
  readonly label: string;
  /** `comm-pid` of what it runs now. */
  task: string;
  cpu: number;
  killed: boolean;
  /** What it is in the middle of. */
  run: Run<void> | null;
  wait: Wait | null;
  /** How many steps it has made. */
  steps: number;
  /** Starts its next piece of work, if it has one. */
  readonly next: () => Run<void> | null;
  /** Where its next piece of work stands in the plan; lower goes first. */
  readonly rank: () => number;
}

/**
 * Decides which task runs, one step (to the next preemption point) at a time: the turns of the
 * plan first, then everything in order and to its end. No randomness, no time but the log's own.
 */
export class Scheduler {
  readonly #tasks: Task[] = [];
  readonly #log: EventLog;
  #turns: { readonly run: string; steps: number; commands: number }[] = [];
  #current: Task | null = null;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** The task that runs now (`current`). */
  get current(): Task {
    if (this.#current === null) throw new Error('expected a running task, got none');
    return this.#current;
  }

  add(task: Task): void {
    this.#tasks.push(task);
  }

  find(label: string): Task | undefined {
    return this.#tasks.find((task) => task.label === label);
  }

  /**
   * Runs until nothing is left to do, or everything left is the kernel waiting on its own account
   * for more than `linger` nanoseconds. `turns` go first. Throws KernelPanic.
   */
  runAll(linger: number, turns: readonly Turn[] = []): void {
    this.#turns = turns.map((turn) => ({
      steps: Number.POSITIVE_INFINITY,
      commands: Number.POSITIVE_INFINITY,
      ...turn,
    }));
    let lastWork = this.#log.now;
    for (;;) {
      const ready = this.#tasks.filter((task) => this.#canRun(task));
      const task = ready.length > 0 ? this.#pick(ready) : this.#sleep(lastWork + linger);
      if (task === null) return;
      if (task.wait?.background !== true) lastWork = this.#log.now;
      this.#step(task);
    }
  }

  #canRun(task: Task): boolean {
    if (task.run === null) return task.rank() < Number.POSITIVE_INFINITY;
    const { wait } = task;
    if (wait === null || wait.ready()) return true;
    return wait.deadline !== undefined && wait.deadline <= this.#log.now;
  }

  #pick(ready: readonly Task[]): Task {
    for (let turn = this.#turns[0]; turn !== undefined; turn = this.#turns[0]) {
      const { run, steps, commands } = turn;
      const task = ready.find(({ label }) => label === run);
      if (task !== undefined && steps > 0 && commands > 0) {
        turn.steps -= 1;
        return task;
      }
      this.#turns.shift();
    }
    const current = ready.find((task) => task === this.#current && task.run !== null);
    return current ?? ready.reduce((first, task) => (rank(task) < rank(first) ? task : first));
  }

  /** Nobody can run: time passes until the first deadline, for background waits until `end`. */
  #sleep(end: number): Task | null {
    let first: Task | null = null;
    let deadline = Number.POSITIVE_INFINITY;
    for (const task of this.#tasks) {
      const wait = task.run === null ? null : task.wait;
      if (wait?.deadline === undefined || wait.deadline >= deadline) continue;
      if (wait.background === true && wait.deadline > end) continue;
      first = task;
      deadline = wait.deadline;
    }
    if (first !== null) this.#log.advanceTo(deadline);
    return first;
  }

  #step(task: Task): void {
    this.#current = task;
    task.wait = null;
    task.steps += 1;
    task.run ??= task.next();
    try {
      const step = task.run?.next();
      if (step === undefined || step.done) this.#end(task);
      else task.wait = step.value ?? null;
    } catch (error) {
      if (!(error instanceof KernelBug)) throw error;
      this.#end(task);
    }
  }

  #end(task: Task): void {
    task.run = null;
    task.killed = false;
    const turn = this.#turns[0];
    if (turn?.run === task.label) turn.commands -= 1;
  }
}

/** Work under way goes before work that has not begun. */
function rank(task: Task): number {
  return task.run === null ? task.rank() : -1;
}
