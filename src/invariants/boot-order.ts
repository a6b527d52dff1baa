import { NET_DEV_INIT } from '../model/boot.ts';
import type { EventOf, KernelEvent } from '../model/events.ts';
import { BOOT_STEPS, type StepClass, type StepRange, stepClassOf, stepOf } from './boot-steps.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known } from './known.ts';
import { listWords } from './words.ts';

/** B3: net_dev_init is straight-line code. */
export const bootOrder: Invariant = {
  id: 'boot-order',
  statement: 'net_dev_init takes its steps in a fixed order, and all of them before it returns 0.',
  mechanism: 'Straight-line code: a step that fails jumps to the end with -ENOMEM.',
  source: { function: 'net_dev_init', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['initcall.started'],
  breaks: 'Two steps swapped, a step left out, or an early return that claims success.',
  spoiledBy: 'boot',
  monitor: (findings, known) => watchOrder(findings, known),
};

/** One run of net_dev_init as far as it was seen. */
interface Run {
  /** The steps taken in order, by their place: events that name their step. */
  readonly named: Map<number, KernelEvent>;
  /** Events that do not, by class. */
  readonly unnamed: Map<StepClass, KernelEvent[]>;
  /** The step that has come furthest. */
  furthest: { readonly step: StepRange; readonly event: KernelEvent } | null;
  /** Two events in the wrong order that are one only if both belong to net_dev_init. */
  swapped: { readonly event: KernelEvent; readonly before: KernelEvent } | null;
}

/** What a successful run did not show, for the end to say whether the log could have shown it. */
interface Omission {
  readonly returned: EventOf<'initcall.returned'>;
  readonly missing: readonly { readonly name: string; readonly group: StepClass }[];
}

function watchOrder(findings: Findings, known: Known): Monitor {
  const { blind } = findings;
  const visible = new Set<StepClass>();
  const omissions: Omission[] = [];
  let run: Run | null = null;
  let lost = false;
  const see = (event: KernelEvent): void => {
    const group = stepClassOf(event);
    if (group !== null) visible.add(group);
    const step = stepOf(event);
    if (step === null) return;
    if (run === null) return;
    take(run, step, event, findings);
    if (!complete(run)) return;
    keep(run, findings);
    run = null;
  };
  const close = (returned: EventOf<'initcall.returned'>): void => {
    if (run === null) return;
    if (run.swapped !== null) report(run.swapped.event, run.swapped.before, run, findings);
    keep(run, findings);
    // A failed boot goes as far as it goes: boot-result judges that.
    const missing = returned.rc === 0 ? missingSteps(run) : [];
    if (missing.length > 0) omissions.push({ returned, missing });
    run = null;
  };
  return {
    'recording.gap': () => {
      if (run !== null) blind('records were lost inside net_dev_init');
      run = null;
      lost = true;
    },
    'initcall.started': (event) => {
      if (event.name === NET_DEV_INIT) run = newRun();
      else if (run !== null) {
        blind('the end of net_dev_init is not in this recording');
        run = null;
      }
    },
    'initcall.returned': (event) => event.name === NET_DEV_INIT && close(event),
    'kernel.panicked': () => {
      if (run !== null) blind('the kernel panicked inside net_dev_init: a failed boot');
      run = null;
    },
    'proc.created': see,
    'kobject.registered': see,
    'ptype.initialized': see,
    'softnet.initialized': see,
    'bootphase.ended': see,
    'pernet.registered': see,
    'softirq.opened': see,
    'cpuhp.installed': see,
    end: () => {
      if (run !== null) blind('the recording ends inside net_dev_init');
      for (const { returned, missing } of omissions) {
        const gone = missing.filter(({ group }) => known.simulated || visible.has(group));
        const unseen = missing.filter((step) => !gone.includes(step));
        const others = unseen.length === 0 ? '' : `; the log does not show ${stepNames(unseen)}`;
        const message = `net_dev_init returned 0 and left out ${stepNames(gone)}${others}`;
        if (gone.length > 0) findings.brokenBySilence(returned, message, []);
        // What shows that the log could have shown a step may itself be among what was lost.
        else if (lost) blind(`not in this recording: ${stepNames(missing)}`);
      }
    },
  };
}

function newRun(): Run {
  return { named: new Map(), unnamed: new Map(), furthest: null, swapped: null };
}

function take(run: Run, step: StepRange, event: KernelEvent, findings: Findings): void {
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
function placesBefore({ group, first }: StepRange, { named }: Run): number {
  return BOOT_STEPS.filter((step, index) => {
    return step.group === group && index < first && !named.has(index);
  }).length;
}

function report(event: KernelEvent, before: KernelEvent, run: Run, { broken }: Findings): void {
  const [first, second] = [stepWords(before, run), stepWords(event, run)];
  broken(event, `${second} came after ${first} in net_dev_init`, [before]);
}

function stepNames(steps: Omission['missing']): string {
  return listWords(steps.map(({ name }) => name));
}

/** Steps whose event names them belong to net_dev_init wherever they stand. */
function isNamed(step: StepRange): boolean {
  return step.first === step.last;
}

/** All steps were seen in order: whatever follows, this run has kept its promise. */
function complete(run: Run): boolean {
  if (run.swapped !== null) return false;
  const unnamed = new Map([...run.unnamed].map(([group, events]) => [group, events.length]));
  return BOOT_STEPS.every(({ group, direct }, index) => {
    if (run.named.has(index)) return true;
    const left = unnamed.get(group) ?? 0;
    unnamed.set(group, left - 1);
    return left > 0 || !direct;
  });
}

/** Each step in its place behind the one before it is one check. */
function keep(run: Run, { kept, blind }: Findings): void {
  let steps = run.named.size;
  for (const events of run.unnamed.values()) steps += events.length;
  if (steps === 0) blind('this recording shows no step inside net_dev_init');
  for (; steps > 1; steps--) kept();
}

function missingSteps(run: Run): Omission['missing'] {
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

function byClass(steps: Omission['missing']): ReadonlyMap<StepClass, Omission['missing']> {
  const classes = new Map<StepClass, Omission['missing']>();
  for (const step of steps) classes.set(step.group, [...(classes.get(step.group) ?? []), step]);
  return classes;
}

/** What an event may be: the steps of its class that no other event of the run is. */
function stepWords(event: KernelEvent, { named }: Run): string {
  const step = stepOf(event);
  const names = BOOT_STEPS.filter((_, index) => {
    const inRange = step !== null && index >= step.first && index <= step.last;
    return inRange && (named.get(index) ?? event) === event;
  });
  return names.map(({ name }) => name).join(' or ');
}
