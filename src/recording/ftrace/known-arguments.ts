import type { Args } from '../observation.ts';
import type { Phrase } from './phrases.ts';

/** How many arguments of a line are remembered together: a probe has fewer. */
const MOST_TOGETHER = 16;
/** How often what follows may have changed and is remembered again. */
const MOST_CHANGES = 2;

/** ` key=value` */
export interface Argument extends Phrase {
  readonly key: string;
  readonly value: string;
  readonly kind: Kind;
  /** What stood behind it last, whatever stood before it. */
  next: Argument | null;
  /** Whether a line began with it. */
  opened: boolean;
  /** What lines are like that begin with it, once more than one did. */
  lines: Prefix | null;
  /** By the two probes whose line began with it last: what their next line began with. */
  probe: Habit | null;
  follower: Argument | null;
  otherProbe: Habit | null;
  otherFollower: Argument | null;
}

/** All arguments of one key. */
export interface Kind {
  /** The last of them, in a line of any probe: most probes tell of what was told of just now. */
  latest: Argument | null;
  /** Which of the arguments of an operation they are; -1 for none. */
  readonly place: number;
}

/** What a probe of ops_init prints, by custom in this order. */
const OF_AN_OPERATION: readonly string[] = ['ops', 'init', 'exit', 'exit_batch', 'net', 'inum'];

/** The kind of a key that was just read for the first time. */
export function kindOf(key: string): Kind {
  return { latest: null, place: OF_AN_OPERATION.indexOf(key) };
}

/** The first arguments of a line. */
export interface Prefix {
  /** The last of them. */
  argument: Argument;
  /** The last line that began so and went on. */
  longer: Prefix | null;
  /** How often another one went on in another way: most of these will. */
  changes: number;
  /** What a line says that has no more than these. */
  args: Args | null;
}

/** What the lines of one probe are like. */
export class Habit {
  /** What the last line began with. */
  latest: Argument | null = null;
}

/** An argument that was just read for the first time. */
export function argumentOf(
  text: Pick<Argument, 'kept' | 'length' | 'key' | 'value' | 'kind'>,
): Argument {
  const { kept, length, key, value, kind } = text;
  return {
    kept,
    length,
    key,
    value,
    kind,
    next: null,
    opened: false,
    lines: null,
    probe: null,
    follower: null,
    otherProbe: null,
    otherFollower: null,
  };
}

/** An argument stands in this line: another probe may tell of the same in the next. */
export function lately(argument: Argument): Argument {
  argument.kind.latest = argument;
  return argument;
}

/** What followed at the beginning of the next line when a line of `probe` began so. */
export function followerOf(argument: Argument, probe: Habit): Argument | null {
  if (argument.probe === probe) return argument.follower;
  return argument.otherProbe === probe ? argument.otherFollower : null;
}

/** A line of `probe` begins with `argument`, behind one that began with its latest. */
export function begin(probe: Habit, argument: Argument): void {
  const { latest } = probe;
  probe.latest = argument;
  // What is not kept is not found again, but would be held in memory by what comes before.
  if (latest === null || argument.kept === -1) return;
  if (latest.probe === probe) latest.follower = argument;
  else if (latest.otherProbe === probe) latest.otherFollower = argument;
  else {
    latest.otherProbe = latest.probe;
    latest.otherFollower = latest.follower;
    latest.probe = probe;
    latest.follower = argument;
  }
}

/** What lines are like that begin with it: most devices are told of once by each probe. */
export function linesOf(argument: Argument): Prefix | null {
  if (argument.opened) argument.lines ??= prefixOf(argument);
  argument.opened = true;
  return argument.lines;
}

/** The prefix of `count` arguments with one more; `null` where that is not to be kept. */
export function longer(prefix: Prefix, argument: Argument, count: number): Prefix | null {
  const known = prefix.longer;
  if (known !== null && known.argument === argument) return known;
  if (argument.kept === -1 || count >= MOST_TOGETHER || prefix.changes > MOST_CHANGES) return null;
  if (known !== null) prefix.changes += 1;
  prefix.longer = prefix.changes > MOST_CHANGES ? null : prefixOf(argument);
  return prefix.longer;
}

function prefixOf(argument: Argument): Prefix {
  return { argument, longer: null, changes: 0, args: null };
}

/** What the line says whose arguments are the first `count` of `path`. */
export function told(path: readonly Argument[], count: number): Args {
  return (count === OF_AN_OPERATION.length ? operation(path) : null) ?? anything(path, count);
}

/** Written out, because an object made key by key takes ten times as long; `null` for another. */
function operation([ops, init, exit, batch, net, inum]: readonly Argument[]): Args | null {
  if (ops?.kind.place !== 0 || init?.kind.place !== 1 || exit?.kind.place !== 2) return null;
  if (batch?.kind.place !== 3 || net?.kind.place !== 4 || inum?.kind.place !== 5) return null;
  return {
    ops: ops.value,
    init: init.value,
    exit: exit.value,
    exit_batch: batch.value,
    net: net.value,
    inum: inum.value,
  };
}

function anything(path: readonly Argument[], count: number): Args {
  const args: Record<string, string> = {};
  for (let i = 0; i < count; i += 1) {
    const argument = path[i];
    if (argument !== undefined) args[argument.key] = argument.value;
  }
  return args;
}
