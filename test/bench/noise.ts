import { WANTED_CALLERS, WANTED_FUNCTIONS } from '../../src/recording/interpret/handlers.ts';
import { seconds } from './template.ts';

/** Lines that tell nothing about networking's life, as many as are asked for. */
export type Noise = (lines: number, micros: number) => string;

/** A call of a graph with all it called. */
interface Subtree {
  readonly lines: readonly string[];
  readonly calls: readonly { readonly fn: string; readonly caller: string }[];
}

const GRAPH_LINE = /^(.*?\| {2})( *)(?:([\w.]+)\(\)( \{|;)|\})/;
const MOST_LINES = 40;

/** Calls of a recorded function_graph without any of interest, moved to the outermost level. */
export function graphNoise(graph: string): Noise {
  const subtrees = subtreesOf(graph);
  let next = 0;
  return (lines) => {
    const told: string[] = [];
    while (told.length < lines) {
      told.push(...(subtrees[next % subtrees.length]?.lines ?? []));
      next += 1;
    }
    return `${told.join('\n')}\n`;
  };
}

/** The same calls as the function tracer prints them, in the contexts of a recorded trace. */
export function functionNoise(graph: string, trace: string): Noise {
  const calls = subtreesOf(graph).flatMap((subtree) => subtree.calls);
  return inContexts(
    trace,
    calls.map(({ fn, caller }) => `${fn} <-${caller}`),
  );
}

/** Probe events of these functions, in the contexts of a recorded trace, and other events. */
export function probeNoise(graph: string, trace: string, events: readonly string[]): Noise {
  const calls = subtreesOf(graph)
    .flatMap((subtree) => subtree.calls)
    .filter(({ fn }) => !fn.includes('.')); // The name of an event has no dot.
  const probes = calls.map(({ fn }, i) => {
    const address = `0xffff${(0x8000_0000_0000 + i * 64).toString(16)}`;
    return `${fn}: (${fn}+0x0/0x1${(i % 256).toString(16)}) arg1=${address} arg2=${i}`;
  });
  const step = Math.max(1, Math.floor(probes.length / Math.max(1, events.length)));
  return inContexts(
    trace,
    probes.map((probe, i) => (i % step === 0 ? (events[i / step] ?? probe) : probe)),
  );
}

/** Messages of a recorded boot that tell nothing. */
export function messageNoise(messages: readonly string[]): Noise {
  let next = 0;
  return (lines, micros) => {
    let told = '';
    const stamp = seconds(micros).padStart(12);
    for (let line = 0; line < lines; line += 1) {
      told += `[${stamp}] ${messages[next % messages.length]}\n`;
      next += 1;
    }
    return told;
  };
}

function inContexts(trace: string, bodies: readonly string[]): Noise {
  const contexts = [...trace.matchAll(/^( *\S+-\d+ +\[\d+\] \S{5} )/gm)].map(([it]) => it);
  let next = 0;
  return (lines, micros) => {
    let told = '';
    const stamp = seconds(micros).padStart(12);
    for (let line = 0; line < lines; line += 1) {
      told += `${contexts[next % contexts.length]}${stamp}: ${bodies[next % bodies.length]}\n`;
      next += 1;
    }
    return told;
  };
}

function subtreesOf(graph: string): readonly Subtree[] {
  const lines = graph.split('\n');
  const subtrees: Subtree[] = [];
  const callers: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, , indent = '', fn] = GRAPH_LINE.exec(lines[at] ?? '') ?? [];
    if (fn === undefined) continue;
    const depth = indent.length / 2;
    callers.length = depth;
    const subtree = subtreeAt(lines, at, indent, callers.at(-1) ?? 'kernel_init');
    callers[depth] = fn;
    if (subtree === null) continue;
    subtrees.push(subtree);
    at += subtree.lines.length - 1;
  }
  return subtrees;
}

/** The call that begins in a line, `null` if it is of interest, does not end or is long. */
function subtreeAt(
  lines: readonly string[],
  start: number,
  outer: string,
  caller: string,
): Subtree | null {
  const told: string[] = [];
  const calls: { fn: string; caller: string }[] = [];
  const callers = [caller];
  for (let at = start; at < start + MOST_LINES; at += 1) {
    const match = GRAPH_LINE.exec(lines[at] ?? '');
    if (match === null) return null;
    const [, columns = '', indent = '', fn, end] = match;
    told.push(columns + (lines[at] ?? '').slice(columns.length + outer.length));
    const level = (indent.length - outer.length) / 2;
    if (fn !== undefined) {
      const by = callers[level] ?? caller;
      if (WANTED_FUNCTIONS.has(fn) || WANTED_CALLERS.has(by)) return null;
      calls.push({ fn, caller: by });
      callers[level + 1] = fn;
    }
    if (level === 0 && (fn === undefined || end === ';')) return { lines: told, calls };
  }
  return null;
}
