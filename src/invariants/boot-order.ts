import { NET_DEV_INIT } from '../model/boot.ts';
import type { EventOf, KernelEvent } from '../model/events.ts';
import {
  type BootRun,
  complete,
  keep,
  type MissingStep,
  missingSteps,
  newRun,
  report,
  take,
} from './boot-run.ts';
import { type StepClass, stepClassOf, stepOf } from './boot-steps.ts';
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
  spoiledBy: 'monitor',
  monitor: (findings, known) => watchOrder(findings, known),
};

/** What a successful run did not show, for the end to say whether the log could have shown it. */
interface Omission {
  readonly returned: EventOf<'initcall.returned'>;
  readonly missing: readonly MissingStep[];
}

function watchOrder(findings: Findings, known: Known): Monitor {
  const { blind } = findings;
  const omissions = new Omissions(findings, known);
  let run: BootRun | null = null;
  const see = (event: KernelEvent): void => {
    omissions.see(event);
    const step = stepOf(event);
    if (step === null || run === null) return;
    take(run, step, event, findings);
    if (!complete(run)) return;
    keep(run, findings);
    run = null;
  };
  const abandon = (reason: string): void => {
    if (run !== null) blind(reason);
    run = null;
  };
  return {
    'recording.gap': () => {
      abandon('records were lost inside net_dev_init');
      omissions.lost = true;
    },
    'initcall.started': (event) => {
      if (event.name === NET_DEV_INIT) run = newRun();
      else abandon('the end of net_dev_init is not in this recording');
    },
    'initcall.returned': (event) => {
      if (event.name !== NET_DEV_INIT || run === null) return;
      if (run.swapped !== null) report(run.swapped.event, run.swapped.before, run, findings);
      keep(run, findings);
      // A failed boot goes as far as it goes: boot-result judges that.
      if (event.rc === 0) omissions.add(event, missingSteps(run));
      run = null;
    },
    'kernel.panicked': () => abandon('the kernel panicked inside net_dev_init: a failed boot'),
    'proc.created': see,
    'kobject.registered': see,
    'ptype.initialized': see,
    'softnet.initialized': see,
    'bootphase.ended': see,
    'pernet.registered': see,
    'softirq.opened': see,
    'cpuhp.installed': see,
    end: () => {
      abandon('the recording ends inside net_dev_init');
      omissions.tell();
    },
  };
}

/** Remembers what successful runs did not show, until the end tells what the log can show. */
class Omissions {
  lost = false;
  readonly #findings: Findings;
  readonly #known: Known;
  readonly #visible = new Set<StepClass>();
  readonly #all: Omission[] = [];

  constructor(findings: Findings, known: Known) {
    this.#findings = findings;
    this.#known = known;
  }

  see(event: KernelEvent): void {
    const group = stepClassOf(event);
    if (group !== null) this.#visible.add(group);
  }

  add(returned: EventOf<'initcall.returned'>, missing: readonly MissingStep[]): void {
    this.#all.push({ returned, missing });
  }

  tell(): void {
    const { blind, brokenBySilence } = this.#findings;
    for (const { returned, missing } of this.#all) {
      const gone = missing.filter(({ group }) => this.#known.simulated || this.#visible.has(group));
      const unseen = missing.filter((step) => !gone.includes(step));
      const others = unseen.length === 0 ? '' : `; the log does not show ${stepNames(unseen)}`;
      const message = `net_dev_init returned 0 and left out ${stepNames(gone)}${others}`;
      if (gone.length > 0) brokenBySilence(returned, message, []);
      // What shows that the log could have shown a step may itself be among what was lost.
      else if (this.lost) blind(`not in this recording: ${stepNames(missing)}`);
    }
  }
}

function stepNames(steps: readonly MissingStep[]): string {
  return listWords(steps.map(({ name }) => name));
}
