import { stampNanoseconds } from '../stamp.ts';

/** The columns in front of a line of function_graph, all of them optional. */
export interface GraphColumns {
  readonly at: number | null;
  readonly cpu: number | null;
  readonly task: string | null;
  /** Nanoseconds. */
  readonly duration: number | null;
  /** How many columns were there. */
  readonly columns: number;
  /** Index of the first character behind them: the indentation of the call. */
  readonly rest: number;
}

/*
 * kernel/trace/trace_functions_graph.c: print_graph_prologue, print_graph_duration.
 *
 *  absolute time   CPU  task             flags     duration        call
 *     5.166576 |   0)  modprob-102   |  ...2. | # 1492.993 us |    fn() {
 *                  0)                           +  59.879 us  |    fn();
 */
const ABSOLUTE = / {0,12}(\d{1,11}\.\d{6,9}) \| {1,3}/y;
const CPU = / {0,4}(\d{1,5})\) /y;
const TASK = / {0,12}(\S.{0,15}?-\d{1,10}) {1,12}\| /sy;
const FLAGS = / {0,3}[.\dA-Za-z#*]{4,8} \| /y;
const DURATION = /[ $@*#!+] {1,3}(\d{1,16}(?:\.\d{1,3})?) us {0,12}\| {2}/y;
const NO_DURATION = / {8,24}\| {2}/y;
/** trace-cmd report pads otherwise: `      + 99.707 us  |  `, `       # 19280.256 us |  `. */
const REPORTED = / {0,24}(?:[$@*#!+] {1,3})?(?:(\d{1,16}(?:\.\d{1,3})?) us)? {0,24}\| {2}/y;

/*
 *  0)  modprob-102   =>  modprob-103
 */
const SWITCH =
  /^ {0,4}(\d{1,5})\) {1,12}(\S.{0,15}?-\d{1,10}) {1,12}=> {1,12}(\S.{0,15}?-\d{1,10}) *$/s;

/** A CPU goes from one task to another. */
export interface TaskSwitch {
  readonly cpu: number;
  readonly from: string;
  readonly to: string;
}

/** Reads the columns of a graph line, whichever are printed. */
export function parseColumns(text: string): GraphColumns {
  const absolute = match(ABSOLUTE, text, 0);
  let rest = absolute?.end ?? 0;
  const cpu = match(CPU, text, rest);
  rest = cpu?.end ?? rest;
  const task = match(TASK, text, rest);
  rest = task?.end ?? rest;
  rest = match(FLAGS, text, rest)?.end ?? rest;
  const { duration, end } = parseDuration(text, rest);
  return {
    at: absolute === null ? null : stampNanoseconds(absolute.value),
    cpu: cpu === null ? null : Number(cpu.value),
    task: task?.value ?? null,
    duration,
    columns: [absolute, cpu, task, end === rest ? null : end].filter((it) => it !== null).length,
    rest: end,
  };
}

/** A duration column. */
export interface DurationColumn {
  /** Nanoseconds; `null` where a call only begins. */
  readonly duration: number | null;
  /** Index of the first character behind it. */
  readonly end: number;
}

/** Reads the duration column of a trace-cmd report; `null` where there is none. */
export function parseReportedDuration(text: string): DurationColumn | null {
  const column = match(REPORTED, text, 0);
  if (column === null) return null;
  return { duration: column.value === '' ? null : nanosecondsOf(column.value), end: column.end };
}

/** Reads a change of tasks; `null` for any other line. */
export function parseSwitch(text: string): TaskSwitch | null {
  const found = SWITCH.exec(text);
  if (found === null) return null;
  const [, cpu = '', from = '', to = ''] = found;
  return { cpu: Number(cpu), from, to };
}

function parseDuration(text: string, start: number): DurationColumn {
  const micro = match(DURATION, text, start);
  if (micro !== null) return { duration: nanosecondsOf(micro.value), end: micro.end };
  return { duration: null, end: match(NO_DURATION, text, start)?.end ?? start };
}

function nanosecondsOf(microseconds: string): number {
  return Math.round(Number(microseconds) * 1e3);
}

function match(
  pattern: RegExp,
  text: string,
  at: number,
): { readonly value: string; readonly end: number } | null {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? null : { value: found[1] ?? '', end: pattern.lastIndex };
}
