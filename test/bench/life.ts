import type { KernelEvent } from '../../src/model/events.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { Overlay } from '../../src/model/overlay.ts';
import type { KernelState } from '../../src/model/state.ts';
import { eventsOf } from '../recording/events.ts';
import { decode } from '../recording/observe.ts';
import { type Identities, Template } from './template.ts';

/** What a recording tells, cut where other lines may stand in between. */
export type Life = readonly Template[];

/** A stretch of lines: behind `from`, up to and with `to`, both 1-based. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

const NO_IDENTITIES: Identities = { inodes: [], pointers: [] };

/** Every line of a recording that shows neither inode numbers nor pointers. */
export function wholeLife(lines: readonly string[]): Life {
  return lines.map((line) => new Template([line], NO_IDENTITIES));
}

/**
 * Cuts a life out of a recording that can be told again and again: from a line where no call is
 * under way to another one, with the same namespaces and devices alive at both.
 */
export async function closedLife(
  format: 'kprobe' | 'function-graph',
  log: string,
  choice: 'longest' | 'shortest',
): Promise<Life> {
  const quiet = format === 'kprobe' ? quietLines(log) : quietGraphLines(log);
  const alive = aliveAfter(await eventsOf(log, { format }), quiet);
  const stretches = [...alive].flatMap(([from, before]) =>
    [...alive]
      .filter(([, after]) => after.alive === before.alive && after.ready > before.ready)
      .map(([to]) => ({ from, to })),
  );
  stretches.sort((a, b) => a.to - a.from - (b.to - b.from));
  const best = choice === 'longest' ? stretches.at(-1) : stretches[0];
  if (best === undefined) throw new Error(`expected a whole life in the ${format} recording`);
  return piecesOf(log.split('\n'), best, quiet);
}

function piecesOf(lines: readonly string[], { from, to }: Stretch, quiet: ReadonlySet<number>) {
  const identities = identitiesIn(lines.slice(from, to));
  const pieces: Template[] = [];
  let start = from;
  for (let line = from + 1; line <= to; line += 1) {
    if (!quiet.has(line)) continue;
    pieces.push(new Template(lines.slice(start, line), identities));
    start = line;
  }
  return pieces;
}

/** Lines after which no call is under way, of those functions that are seen to return. */
function quietLines(log: string): ReadonlySet<number> {
  const { observations } = decode('kprobe', log);
  const returning = new Set(observations.flatMap((it) => (it.kind === 'returned' ? it.fn : [])));
  const quiet = new Set<number>();
  let open = 0;
  for (const it of observations) {
    if (it.line === null) continue;
    if (it.kind === 'entered' && returning.has(it.fn)) open += 1;
    if (it.kind === 'returned') open -= 1;
    if (open === 0) quiet.add(it.line);
    else quiet.delete(it.line);
  }
  return quiet;
}

/** Lines of a graph after which no task is inside a call. */
function quietGraphLines(log: string): ReadonlySet<number> {
  const quiet = new Set<number>();
  const inside = new Set<string>();
  const running = new Map<string, string>();
  for (const [index, line] of log.split('\n').entries()) {
    const [, cpu = '', from, to] = /^ *(\d+)\) +(?:\S+-(\d+) +=> +\S+-(\d+)|)/.exec(line) ?? [];
    const task = running.get(cpu) ?? `cpu ${cpu}`;
    if (from !== undefined && to !== undefined) {
      if (inside.delete(task)) inside.add(from);
      running.set(cpu, to);
    }
    if (/\| {2}\S.* \{$/.test(line)) inside.add(task);
    if (!/\| {2}\}/.test(line)) continue;
    inside.delete(task);
    if (inside.size === 0) quiet.add(index + 1);
  }
  return quiet;
}

interface Census {
  readonly alive: string;
  /** How many namespaces became ready so far. */
  readonly ready: number;
}

/** What is alive after those of the lines that told events. */
function aliveAfter(
  events: readonly KernelEvent[],
  lines: ReadonlySet<number>,
): ReadonlyMap<number, Census> {
  const found = new Map<number, Census>();
  const overlay = new Overlay(initialState);
  let ready = 0;
  let next = 0;
  for (const line of [...lines].sort((a, b) => a - b)) {
    const first = next;
    for (let event = events[next]; event !== undefined; event = events[next]) {
      if ((event.line ?? 0) > line) break;
      overlay.apply(event);
      if (event.type === 'net.ready') ready += 1;
      next += 1;
    }
    if (next > first) found.set(line, { alive: census(overlay.view), ready });
  }
  return found;
}

function census({ nets, devices }: KernelState): string {
  const listed = [...devices.values()].map(({ dev, status, net }) => `${dev} ${status} ${net}`);
  return JSON.stringify([[...nets.keys()].sort(), listed.sort()]);
}

/** The namespaces and devices that are born in these lines. */
function identitiesIn(lines: readonly string[]): Identities {
  const pointers = new Set<string>();
  const inodes = new Set<string>();
  for (const line of lines) {
    const born = /\bsetup_net: .* net=(0x\w+)|\balloc_netdev_mqs\) dev=(0x\w+)/.exec(line);
    const pointer = born?.[1] ?? born?.[2];
    if (pointer !== undefined) pointers.add(pointer);
  }
  for (const line of lines) {
    const [, net, inode] = /\bnet=(0x\w+) inum=(40265\d+)/.exec(line) ?? [];
    if (net !== undefined && inode !== undefined && pointers.has(net)) inodes.add(inode);
  }
  return { inodes: [...inodes], pointers: [...pointers] };
}
