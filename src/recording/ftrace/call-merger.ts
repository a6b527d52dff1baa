import { pidOf } from '../../model/pid.ts';
import { type Observation, SEAM } from '../observation.ts';
import type { CallEnd } from './observations.ts';

/** Who saw it: the function and function_graph tracers, or a probe. */
export type Witness = 'tracer' | 'probe';

interface Held {
  observation: Observation;
  witness: Witness | null;
  open: boolean;
}

/** Most observations that wait behind one whose other witness may still come. */
const MOST_HELD = 1024;
/** The same in a log that has shown only one witness so far: likely there is no other. */
const MOST_HELD_ALONE = 64;

/**
 * Makes one observation of the two that a call leaves in a log with a tracer and probes at work:
 * the tracer knows caller, depth and duration, the probe arguments. The two lines stand next to
 * each other on their CPU; which comes first depends on the order of ftrace's users and stays the
 * same for one function. Keeps the order of the log.
 */
export class CallMerger {
  /** What waits is what stands from `#next` on; the places before it are free. */
  #queue: Held[] = [];
  #next = 0;
  /** Who saw the last call, and whether all calls so far. */
  #witness: Witness | null = null;
  #alone = true;
  /**
   * By CPU: the call whose second witness may be the next line there. CPUs stay in it: a Map from
   * which much is deleted leaves one table after the other behind, and V8 keeps them for long.
   */
  readonly #open = new Map<number | null, Held | null>();
  /** The CPUs on which one is open, in any order. */
  readonly #waiting: (number | null)[] = [];
  /** By function: who sees it first, once two were merged. */
  readonly #first = {
    entered: new Map<string, Witness>(),
    returned: new Map<string, Witness>(),
  };

  /** Takes one end of a call. */
  call(observation: CallEnd, witness: Witness, out: Observation[]): void {
    const { cpu } = observation;
    if (witness !== this.#witness) this.#meet(witness);
    const open = this.#open.get(cpu) ?? null;
    const other = open?.observation;
    if (open !== null && open.witness !== witness && isSameCall(other, observation)) {
      if (open.witness !== null) this.#first[observation.kind].set(observation.fn, open.witness);
      open.observation = merge(other, observation, witness);
      this.#close(open, cpu);
    } else {
      const waits = this.#mayComeFirst(witness, observation);
      if (open !== null && waits && this.#queue.length - this.#next === 1) {
        // Mostly one call waits, and this one takes its place.
        out.push(open.observation);
        open.observation = observation;
        open.witness = witness;
        return;
      }
      if (open !== null) this.#close(open, cpu);
      const held: Held = { observation, witness, open: waits };
      this.#queue.push(held);
      if (waits) this.#hold(held, cpu);
    }
    this.#drain(out);
  }

  /** Takes what is no end of a call. */
  tell(observation: Observation, out: Observation[]): void {
    this.settle(observation.cpu, true);
    if (observation === SEAM) this.#forget();
    this.#queue.push({ observation, witness: null, open: false });
    this.#drain(out);
  }

  /**
   * Another line came on `cpu`: what was held there stands alone. A line of no interest may stand
   * between two witnesses (an interrupt) once it is known who comes first.
   */
  settle(cpu: number | null, used: boolean): void {
    if (this.#waiting.length === 0) return;
    const open = this.#open.get(cpu) ?? null;
    if (open === null) return;
    const { observation } = open;
    const patient =
      !used && isCallEnd(observation) && this.#first[observation.kind].has(observation.fn);
    if (!patient) this.#close(open, cpu);
  }

  /** Lines of no interest may go by now; where they do, is marked in `seen`, by CPU. */
  watch(seen: Uint8Array): void {
    for (const cpu of this.#waiting) if (cpu !== null) seen[cpu] = 0;
  }

  /** They went by on the CPUs that are marked in `seen`. */
  settleSeen(seen: Readonly<Uint8Array>): void {
    // From the last one on: a CPU on which nothing waits any more gives its place to the last.
    for (let i = this.#waiting.length - 1; i >= 0; i -= 1) {
      const cpu = this.#waiting[i] ?? null;
      if (cpu !== null && seen[cpu] === 1) this.settle(cpu, false);
    }
  }

  /** The log is over, or another source goes on: nothing is held any longer. */
  flush(out: Observation[]): void {
    this.#closeAll();
    this.#drain(out);
  }

  /** In another recording the other witness may come first. */
  #forget(): void {
    this.#closeAll();
    this.#first.entered.clear();
    this.#first.returned.clear();
  }

  #meet(witness: Witness): void {
    this.#alone = this.#witness === null;
    this.#witness = witness;
  }

  #mayComeFirst(witness: Witness, { kind, fn }: CallEnd): boolean {
    const first = this.#first[kind];
    return first.size === 0 || (first.get(fn) ?? witness) === witness;
  }

  #hold(held: Held, cpu: number | null): void {
    this.#open.set(cpu, held);
    this.#waiting.push(cpu);
  }

  #close(held: Held, cpu: number | null): void {
    held.open = false;
    this.#open.set(cpu, null);
    const last = this.#waiting.pop() ?? null;
    if (last !== cpu) this.#waiting[this.#waiting.indexOf(cpu)] = last;
  }

  #closeAll(): void {
    for (const held of this.#open.values()) if (held !== null) held.open = false;
    this.#open.clear();
    this.#waiting.length = 0;
  }

  #drain(out: Observation[]): void {
    const queue = this.#queue;
    const first = queue[this.#next];
    const most = this.#alone ? MOST_HELD_ALONE : MOST_HELD;
    if (first?.open === true && queue.length - this.#next > most) {
      this.#close(first, first.observation.cpu);
    }
    while (this.#next < queue.length) {
      const held = queue[this.#next];
      if (held?.open !== false) break;
      out.push(held.observation);
      this.#next += 1;
    }
    // Taking from the front of an array moves all behind it: that is done for many at once.
    if (this.#next > most) {
      this.#queue = queue.slice(this.#next);
      this.#next = 0;
    }
  }
}

function isCallEnd(observation: Observation): observation is CallEnd {
  return observation.kind === 'entered' || observation.kind === 'returned';
}

function isSameCall(a: Observation | undefined, b: CallEnd): a is CallEnd {
  return a !== undefined && a.kind === b.kind && a.fn === b.fn && samePid(a.task, b.task);
}

/** The graph cuts the comm to seven characters, and names are looked up when they are printed. */
function samePid(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && pidOf(a) === pidOf(b));
}

/** The first line's time, what the tracer knows of the call, the probe's arguments and line. */
function merge(first: CallEnd, second: CallEnd, secondWitness: Witness): CallEnd {
  const [tracer, probe] = secondWitness === 'probe' ? [first, second] : [second, first];
  const { at, cpu, task } = first;
  const args = { ...tracer.args, ...probe.args };
  return { ...tracer, at, cpu, task, line: probe.line, args };
}
