import type { LineFate } from '../decoder.ts';
import type { Observation } from '../observation.ts';
import type { BodyReader } from './body.ts';
import { FastGraphLine, type GraphStep } from './fast-graph-line.ts';
import { closeFrom, type Flow, type Flows, NOISE, noiseAt } from './flows.ts';
import { depthOf, type GraphCalls } from './graph-calls.ts';

/**
 * Follows the calls of a graph that nobody asked for, without an object for each: the fast twin of
 * GraphReader, which reads every line.
 */
export class FastGraph {
  readonly #bodies: BodyReader;
  readonly #flows: Flows;
  readonly #calls: GraphCalls;
  readonly #line: FastGraphLine;
  /** By CPU: the calls open there, as long as only fast lines come. */
  readonly #onCpu: (Flow | undefined)[] = [];
  /** The same for the task whose line trace-cmd report printed last. */
  #lastCpu = 0;
  #lastTask = '';
  #lastFlow: Flow | null = null;

  constructor(
    bodies: BodyReader,
    flows: Flows,
    calls: GraphCalls,
    wanted: ReadonlySet<string> | null,
  ) {
    this.#bodies = bodies;
    this.#flows = flows;
    this.#calls = calls;
    this.#line = new FastGraphLine(wanted);
  }

  /** Reads a line with its own columns: `null` where it has to be read as text. */
  line(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    out: Observation[],
  ): LineFate | null {
    const step = this.#line.read(bytes, start, end);
    if (step === null) return null;
    if (step === 'comment') return this.#body(step, bytes, end, line, out);
    const { cpu } = this.#line;
    const flow = this.#onCpu[cpu] ?? this.#flowOn(cpu);
    if (!this.#isNoise(step, flow)) return this.#body(step, bytes, end, line, out);
    this.#follow(step, flow);
    this.#bodies.pass(cpu);
    return 'other function';
  }

  /**
   * Reads a call of `task` as trace-cmd report prints it, behind its context and the name of the
   * event. The index behind it, or -1 where it has to be read as text. `end` is the end of the line
   * or of one behind it.
   */
  reported(bytes: Uint8Array, start: number, end: number, cpu: number, task: string): number {
    const step = this.#line.readReported(bytes, start, end);
    if (step === null || step === 'comment') return -1;
    const flow = this.#flowOf(cpu, task);
    if (!this.#isNoise(step, flow)) return -1;
    this.#follow(step, flow);
    return this.#line.readTo;
  }

  /** Other calls may be open from now on than those that were followed here. */
  forget(): void {
    this.#onCpu.length = 0;
    this.#lastFlow = null;
  }

  /** Whether nobody asked for the call that begins or ends; what it shows to be over, is. */
  #isNoise(step: GraphStep, flow: Flow): boolean {
    const depth = depthOf(this.#line.indent);
    closeFrom(flow, step === 'exit' ? depth + 1 : depth);
    if (step !== 'exit') return !this.#line.mayBeWanted;
    const frame = flow.at(-1);
    return frame?.depth === depth && frame.fn === NOISE;
  }

  /** A call that nobody asked for begins, or the innermost ends. */
  #follow(step: GraphStep, flow: Flow): void {
    if (step === 'exit') flow.pop();
    if (step === 'enter') flow.push(noiseAt(depthOf(this.#line.indent)));
  }

  /** What the line just read says, told as if it had been read as text. */
  #body(
    step: GraphStep,
    bytes: Uint8Array,
    end: number,
    line: number,
    out: Observation[],
  ): LineFate | null {
    const { cpu, indent } = this.#line;
    const duration = this.#line.duration(bytes);
    if (duration === undefined) return null;
    this.forget();
    const context = { at: null, cpu, task: this.#flows.taskOn(cpu), line };
    const body = this.#line.body(step, bytes, end);
    const fate = this.#calls.tell(body, context, indent, duration, out);
    if (fate !== 'used') this.#bodies.pass(cpu);
    return fate;
  }

  #flowOn(cpu: number): Flow {
    const flow = this.#newFlow(cpu, null);
    this.#onCpu[cpu] = flow;
    return flow;
  }

  #flowOf(cpu: number, task: string): Flow {
    if (this.#lastFlow !== null && cpu === this.#lastCpu && task === this.#lastTask)
      return this.#lastFlow;
    this.#lastFlow = this.#newFlow(cpu, task);
    this.#lastCpu = cpu;
    this.#lastTask = task;
    return this.#lastFlow;
  }

  /** Those that are known may be driven out by a new one. */
  #newFlow(cpu: number, task: string | null): Flow {
    const flow = this.#flows.of(cpu, task);
    if (flow.length === 0) this.forget();
    return flow;
  }
}
