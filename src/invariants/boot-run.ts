import type { KernelEvent } from '../model/events.ts';
import { BOOT_STEPS, type StepClass, type StepRange, stepOf } from './boot-steps.ts';
import type { Findings } from './invariant.ts';
import { listWords } from './words.ts';

/** One run of net_dev_init as far as it was seen. */
export interface BootRun {
  /** The steps taken in order, by their place: events that name their step. */
  readonly named: Map<number, KernelEvent>;
  /** Events that do not, by class. */
  readonly unnamed: Map<StepClass, KernelEvent[]>;
  /** The step that has come furthest. */
  furthest: { readonly step: StepRange; readonly event: KernelEvent } | null;
  /** Two events in the wrong order that are one only if both belong to net_dev_init. */
  swapped: { readonly event: KernelEvent; readonly before: KernelEvent } | null;
}

/** A step that a run did not show. */
export interface MissingStep {
  readonly name: string;
  readonly group: StepClass;
}

/** A run that begins. */
export function newRun(): BootRun {
  return { named: new Map(), unnamed: new Map(), furthest: null, swapped: null };
}

/** The run takes a step; one that it should have taken before another is reported at once. */
export function take(run: BootRun, step: StepRange, event: KernelEvent, findings: Findings): void {
  const { furthest } = run;
  const unnamed = run.unnamed.get(step.group) ?? [];
  if (isNamed(step)) run.named.set(step.first, event);
  else run.unnamed.set(step.group, [...unnamed, event]);
  if (furthest !== null && furthest.step.first > step.last) {
    if (isNamed(step) && isNamed(furthest.step)) report(event, furthest.event, run, findings);
    // Unnamed, one of the two may belong to another function, until the return closes the run.
    else run.swapped ??= { event, before: furthest.event };
    return;
  }
  if (furthest === null || furthest.step.first < step.first) run.furthest = { step, event };
  if (!isNamed(step)) return;
  const [extra] = unnamed.slice(placesBefore(step, run));
  if (extra !== undefined) run.swapped ??= { event, before: extra };
}

/** How many steps of its class stand in front of a step and have not been named. */
function placesBefore({ group, first }: StepRange, { named }: BootRun): number {
  return BOOT_STEPS.filter((step, index) => {
    return step.group === group && index < first && !named.has(index);
  }).length;
}

/** Says that two steps stand in the wrong order. */
export function report(
  event: KernelEvent,
  before: KernelEvent,
  run: BootRun,
  { broken }: Findings,
): void {
  const [first, second] = [stepWords(before, run), stepWords(event, run)];
  broken(event, `${second} came after ${first} in net_dev_init`, [before]);
}

/** Steps whose event names them belong to net_dev_init wherever they stand. */
function isNamed(step: StepRange): boolean {
  return step.first === step.last;
}

/** All steps were seen in order: whatever follows, this run has kept its promise. */
export function complete(run: BootRun): boolean {
  if (run.swapped !== null) return false;
  const unnamed = new Map([...run.unnamed].map(([group, events]) => [group, events.length]));
  return BOOT_STEPS.every(({ group, direct }, index) => {
    if (run.named.has(index)) return true;
    const left = unnamed.get(group) ?? 0;
    unnamed.set(group, left - 1);
    return left > 0 || !direct;
  });
}

/**
 * Each step in its place behind the one before it is one check, but for steps of one class that the
 * log does not tell apart: they have their places together, and none among each other.
 */
export function keep(run: BootRun, { kept, blind, unseen }: Findings): void {
  let places = run.named.size;
  for (const [group, events] of run.unnamed) {
    places += 1;
    if (events.length > 1) unseen(`which of ${listWords(namesLeft(run, group))} came first`);
  }
  if (places === 0) blind('this recording shows no step inside net_dev_init');
  for (; places > 1; places--) kept();
}

/** The steps of a class that were not named. */
function namesLeft({ named }: BootRun, group: StepClass): readonly string[] {
  const left = BOOT_STEPS.filter((step, index) => step.group === group && !named.has(index));
  return left.map(({ name }) => name);
}

/** The steps that a log which shows their like would have shown. */
export function missingSteps(run: BootRun): readonly MissingStep[] {
  const missing = BOOT_STEPS.filter(({ direct }, index) => direct && !run.named.has(index));
  const groups = byClass(missing);
  return [...groups].flatMap(([group, steps]) => {
    const unnamed = run.unnamed.get(group)?.length ?? 0;
    if (unnamed === 0) return steps;
    // There are some, but too few: nobody can tell which.
    return unnamed < steps.length
      ? [{ name: steps.map(({ name }) => name).join(' or '), group }]
      : [];
  });
}

function byClass(steps: readonly MissingStep[]): ReadonlyMap<StepClass, readonly MissingStep[]> {
  const classes = new Map<StepClass, readonly MissingStep[]>();
  for (const step of steps) classes.set(step.group, [...(classes.get(step.group) ?? []), step]);
  return classes;
}

/** What an event may be: the steps of its class that no other event of the run is. */
function stepWords(event: KernelEvent, { named }: BootRun): string {
  const step = stepOf(event);
  const names = BOOT_STEPS.filter((_, index) => {
    const inRange = step !== null && index >= step.first && index <= step.last;
    return inRange && (named.get(index) ?? event) === event;
  });
  return names.map(({ name }) => name).join(' or ');
}
