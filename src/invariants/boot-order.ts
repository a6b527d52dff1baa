import { NET_DEV_INIT } from '../model/boot.ts';
import type { EventOf, KernelEvent } from '../model/events.ts';
import { BOOT_STEPS, type StepClass, type StepRange, stepOf } from './boot-steps.ts';
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
  /** Events that do not: how many of each class. */
  readonly unnamed: Map<StepClass, number>;
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
    const step = stepOf(event);
    if (step === null) return;
    visible.add(step.group);
    if (run === null) return;
    take(run, step, event, findings);
    if (!complete(run)) return;
    keep(run, findings);
    run = null;
  };
  const close = (returned: EventOf<'initcall.returned'>): void => {
    if (run === null) return;
    if (run.swapped !== null) report(run.swapped.event, run.swapped.before, findings);
    keep(run, findings);
    const missing = missingSteps(run, returned.rc);
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
        if (gone.length > 0 && known.lossless) reportMissing(returned, gone, findings);
        // What shows that the log could have shown a step may itself be among what was lost.
        else if (gone.length > 0 || lost) blind(`not in this recording: ${stepNames(missing)}`);
      }
    },
  };
}

function newRun(): Run {
  return { named: new Map(), unnamed: new Map(), furthest: null, swapped: null };
}

function take(run: Run, step: StepRange, event: KernelEvent, findings: Findings): void {
  const { furthest } = run;
  if (furthest === null || furthest.step.first <= step.last) {
    if (furthest === null || furthest.step.first < step.first) run.furthest = { step, event };
    if (isNamed(step)) run.named.set(step.first, event);
    else run.unnamed.set(step.group, (run.unnamed.get(step.group) ?? 0) + 1);
  } else if (isNamed(step) && isNamed(furthest.step)) report(event, furthest.event, findings);
  // Unnamed, one of the two may belong to another function, until the return closes the run.
  else run.swapped ??= { event, before: furthest.event };
}

function report(event: KernelEvent, before: KernelEvent, { broken }: Findings): void {
  broken(event, `${stepWords(event)} came after ${stepWords(before)} in net_dev_init`, [before]);
}

function reportMissing(
  returned: KernelEvent,
  missing: Omission['missing'],
  { broken }: Findings,
): void {
  broken(returned, `net_dev_init returned 0 and left out ${stepNames(missing)}`);
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
  const unnamed = new Map(run.unnamed);
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
  for (const count of run.unnamed.values()) steps += count;
  if (steps === 0) blind('this recording shows no step inside net_dev_init');
  for (; steps > 1; steps--) kept();
}

function missingSteps(run: Run, rc: number | null): Omission['missing'] {
  if (rc !== 0) return []; // A failed boot goes as far as it goes: boot-result judges that.
  const reached = run.furthest?.step.first ?? -1;
  return BOOT_STEPS.filter(({ group, direct }, index) => {
    if (!direct || run.named.has(index) || run.unnamed.has(group)) return false;
    // One softirq left out between two other steps is for softirq-before-use to say.
    return group !== 'softirq' || index > reached;
  });
}

function stepWords(event: KernelEvent): string {
  const step = stepOf(event);
  const names = BOOT_STEPS.slice(step?.first ?? 0, (step?.last ?? 0) + 1);
  return names.map(({ name }) => name).join(' or ');
}
