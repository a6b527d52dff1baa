import { NET_DEV_INIT } from '../model/boot.ts';
import type { EventOf, KernelEvent } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known } from './known.ts';

/** B5: for_each_possible_cpu in net_dev_init, before dev_boot_phase falls. */
export const softnetPerCpu: Invariant = {
  id: 'softnet-per-cpu',
  statement: 'net_dev_init initialises the softnet_data of every possible CPU exactly once.',
  mechanism: 'for_each_possible_cpu, between netdev_net_ops and the end of the boot phase.',
  source: { function: 'net_dev_init', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['softnet.initialized'],
  breaks: 'A loop over the online CPUs, or one that skips or repeats a CPU.',
  spoiledBy: 'monitor',
  monitor: watchSoftnet,
};

function watchSoftnet({ kept, broken, brokenBySilence, blind }: Findings, known: Known): Monitor {
  let run: { readonly done: Map<number, KernelEvent>; over: KernelEvent | null } | null = null;
  let last: { readonly done: ReadonlyMap<number, KernelEvent>; readonly over: KernelEvent } | null =
    null;
  const close = (event: KernelEvent): void => {
    if (run === null || run.over !== null) return;
    run.over = event;
    if (run.done.size === 0) return;
    last = { done: run.done, over: event };
    for (const _ of run.done) kept();
  };
  return {
    'recording.gap': () => {
      if (run !== null) blind('records were lost inside net_dev_init');
      run = null;
    },
    'initcall.started': (event) => {
      if (event.name === NET_DEV_INIT) run = { done: new Map(), over: null };
    },
    'softnet.initialized': (event) => {
      if (run === null) return;
      const before = run.done.get(event.softnet);
      const cpu = `softnet_data of CPU ${event.softnet}`;
      if (before !== undefined) broken(event, `the ${cpu} was initialised twice`, [before]);
      else if (run.over !== null) {
        broken(event, `the ${cpu} was initialised after the boot phase had ended`, [run.over]);
      }
      run.done.set(event.softnet, event);
    },
    'bootphase.ended': close,
    'initcall.returned': (event) => {
      if (event.name !== NET_DEV_INIT) return;
      if (event.rc === 0) close(event);
      run = null;
    },
    end: () => {
      if (last === null) return;
      // The mask of possible CPUs has no holes on the machines we know.
      const highest = Math.max(known.highestCpu, ...last.done.keys());
      for (let cpu = 0; cpu <= highest; cpu++) {
        if (last.done.has(cpu)) continue;
        const message = `the softnet_data of CPU ${cpu} was left out`;
        brokenBySilence(last.over, message, ['softnet.initialized']);
      }
    },
  };
}

/** B6: net_dev_init is the only caller of open_softirq for the two vectors of the network. */
export const softirqBeforeUse: Invariant = {
  id: 'softirq-before-use',
  statement: 'NET_TX and NET_RX are opened once each, before net_dev_init lets anybody use them.',
  mechanism: 'net_dev_init calls open_softirq for both; nobody else does.',
  source: { function: 'net_dev_init', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['softirq.opened'],
  breaks: 'A vector that is opened twice, too late, not at all, or with a wrong handler.',
  spoiledBy: 'recording',
  monitor: watchSoftirq,
};

const HANDLERS: ReadonlyMap<string, string> = new Map([
  ['NET_TX', 'net_tx_action'],
  ['NET_RX', 'net_rx_action'],
]);

function watchSoftirq(findings: Findings): Monitor {
  const { brokenBySilence, blind } = findings;
  const opened = new Map<string, EventOf<'softirq.opened'>>();
  let returned: EventOf<'initcall.returned'> | null = null;
  const entered = new Map<string, EventOf<'softirq.entered'>>();
  let running = false;
  let unnamed = false;
  let installed = false;
  return {
    'recording.gap': () => {
      opened.clear();
      entered.clear();
      returned = null;
      running = false;
    },
    'initcall.started': (event) => {
      if (event.name !== NET_DEV_INIT) return;
      opened.clear();
      entered.clear();
      returned = null;
      running = true;
      installed = false;
    },
    'softirq.entered': (event) => {
      if (!opened.has(event.vector)) entered.set(event.vector, event);
    },
    'softirq.opened': (event) => {
      const { vector } = event;
      if (vector === null) unnamed = true;
      if (vector === null || !HANDLERS.has(vector)) return;
      const past = { early: entered.get(vector), before: opened.get(vector), returned };
      opened.set(vector, event);
      judgeOpening(event, past, findings);
    },
    'cpuhp.installed': () => {
      installed = true;
    },
    'initcall.returned': (event) => {
      if (event.name !== NET_DEV_INIT || event.rc !== 0) return;
      returned = event;
      for (const vector of HANDLERS.keys()) {
        if (opened.has(vector)) continue;
        // That net_dev_init left before this step at all is for boot-order to say.
        if (running && installed && !unnamed) {
          const message = `net_dev_init returned 0 without opening ${vector}`;
          brokenBySilence(event, message, ['softirq.opened']);
        } else if (unnamed) {
          blind('the log shows open_softirq without saying which vector');
        } else blind(`the opening of ${vector} is not in this recording`);
      }
      running = false;
    },
  };
}

/** What had happened when a softirq was opened. */
interface Past {
  readonly early: EventOf<'softirq.entered'> | undefined;
  readonly before: EventOf<'softirq.opened'> | undefined;
  /** net_dev_init's return. */
  readonly returned: EventOf<'initcall.returned'> | null;
}

function judgeOpening(
  event: EventOf<'softirq.opened'>,
  { early, before, returned }: Past,
  { kept, broken }: Findings,
): void {
  const { vector, action } = event;
  const handler = vector === null ? undefined : HANDLERS.get(vector);
  if (early !== undefined) broken(early, `${vector} ran before it was opened`, [event]);
  else if (before !== undefined) broken(event, `${vector} was opened a second time`, [before]);
  else if (returned !== null) {
    broken(event, `${vector} was opened after net_dev_init had returned`, [returned]);
  } else if (action !== null && action !== handler) {
    broken(event, `${vector} was opened with ${action}; its handler is ${handler}`);
  } else kept();
}
