import { SPACE } from '../ascii.ts';
import type { LineFate } from '../decoder.ts';
import { Interner } from '../intern.ts';
import type { Context, Observation } from '../observation.ts';
import type { SkimKernel } from '../skim/kernel.ts';
import type { BodyReader } from './body.ts';
import { FastGraph } from './fast-graph.ts';
import { Flows } from './flows.ts';
import { parseGraphBody } from './graph-body.ts';
import { GraphCalls } from './graph-calls.ts';
import { parseColumns, parseReportedDuration, parseSwitch } from './graph-line.ts';
import { LentFlows } from './lent-flows.ts';

/** A rule around a change of tasks, or what the option funcgraph-overrun adds to a return. */
const RULE = /^ {0,4}(?:-{20,}|\(Overruns: \d+\))\s*$/;

/** Whether a line can only be function_graph's: it has columns, and a call behind them. */
export function isGraphLine(text: string): boolean {
  const { columns, rest } = parseColumns(text);
  return columns > 0 && parseGraphBody(text.slice(skipIndent(text, rest))) !== null;
}

/**
 * Reads the lines of function_graph: what is entered and returned from, how deep, in which task.
 *
 * Limits of the text: user text written to `trace_marker` appears as a bare comment, so it can
 * imitate a probe event; where no column names the CPU, the calls of all CPUs look like one flow.
 */
export class GraphReader {
  readonly #bodies: BodyReader;
  readonly #flows = new Flows();
  readonly #tasks = new Interner();
  readonly #calls: GraphCalls;
  /** The twin of {@link line} and {@link call} for calls nobody asked for. */
  readonly fast: FastGraph;

  constructor(bodies: BodyReader, wanted: ReadonlySet<string> | null) {
    this.#bodies = bodies;
    this.#calls = new GraphCalls(bodies, this.#flows);
    this.fast = new FastGraph(bodies, this.#flows, this.#calls, wanted);
  }

  /** Steps over lines, as {@link fast} reads each: the start of the first that has to be read. */
  stepOver(kernel: SkimKernel, start: number, end: number): number {
    const lent = new LentFlows(kernel);
    let at = start;
    while (at < end) {
      at = kernel.graph(at, end);
      const { unready } = kernel;
      if (unready === -1 || this.#flows.isFull) break;
      if (!lent.lend(unready, this.#flows.of(unready, null))) break;
    }
    lent.takeBack();
    return at;
  }

  /** Reads a line with its own columns; `null` where it is no line of a graph. */
  line(text: string, line: number, out: Observation[]): LineFate | null {
    this.fast.forget();
    if (RULE.test(text)) return 'separator';
    const change = parseSwitch(text);
    if (change !== null) {
      this.#flows.change(change.cpu, change.from, change.to);
      return 'separator';
    }
    const { at, cpu, task, duration, rest } = parseColumns(text);
    const body = parseGraphBody(text.slice(skipIndent(text, rest)));
    if (body === null) return null;
    const known = task === null ? this.#flows.taskOn(cpu) : this.#tasks.of(task);
    const context = { at, cpu, task: known, line };
    const fate = this.#calls.tell(body, context, indentOf(text, rest), duration, out);
    if (fate !== 'used') this.#bodies.pass(cpu);
    return fate;
  }

  /** Reads a call as trace-cmd report prints it, behind a context of its own. */
  call(body: string, context: Context, out: Observation[]): LineFate | null {
    const column = parseReportedDuration(body);
    if (column === null) return null;
    this.fast.forget();
    const { duration, end } = column;
    const call = parseGraphBody(body.slice(skipIndent(body, end)));
    if (call === null) return null;
    return this.#calls.tell(call, context, indentOf(body, end), duration, out);
  }
}

function indentOf(text: string, start: number): number {
  return skipIndent(text, start) - start;
}

function skipIndent(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
}
