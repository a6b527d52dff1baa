import type { Args } from '../observation.ts';
import type { Phrase } from './phrases.ts';

/** How many arguments of a line are remembered together: a probe has fewer. */
const MOST_TOGETHER = 16;

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
}

/** The first arguments of a line. */
export interface Prefix {
  /** The last of them. */
  argument: Argument;
  /** The last line that began so and went on. */
  longer: Prefix | null;
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
  if (argument.kept === -1 || count >= MOST_TOGETHER) return null;
  const known = prefix.longer;
  if (known === null) {
    prefix.longer = prefixOf(argument);
    return prefix.longer;
  }
  if (known.argument !== argument) {
    known.argument = argument;
    known.longer = null;
    known.args = null;
  }
  return known;
}

function prefixOf(argument: Argument): Prefix {
  return { argument, longer: null, args: null };
}

/** What the line says whose arguments are the first `count` of `path`. */
export function told(path: readonly Argument[], count: number): Args {
  const args: Record<string, string> = {};
  for (let i = 0; i < count; i += 1) {
    const argument = path[i];
    if (argument !== undefined) args[argument.key] = argument.value;
  }
  return args;
}
