import { NET_DEV_INIT } from '../model/boot.ts';
import type { EventOf, KernelEvent } from '../model/events.ts';
import { INIT_NET, type NetId } from '../model/ids.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import { NET_NS_OPS } from './ops-names.ts';
import { turnsBack } from './turns-back.ts';

/** B1: the initcall table lists it once; a second call trips over BUG_ON(!dev_boot_phase). */
export const bootOnce: Invariant = {
  id: 'boot-once',
  statement: 'net_dev_init runs once, in the subsys level of initcalls.',
  mechanism: 'subsys_initcall(net_dev_init) enters it once in the table that do_initcalls walks.',
  source: { function: 'do_initcalls', file: 'init/main.c' },
  versions: 'all',
  needs: ['initcall.started'],
  breaks: 'A second entry in the initcall table, or one in another level.',
  spoiledBy: 'recording',
  monitor: watchOnce,
};

/** The initcall levels behind subsys (init/main.c: initcall_level_names). */
const LATER_LEVELS: ReadonlySet<string> = new Set(['fs', 'device', 'late']);

function watchOnce({ kept, broken, unseen }: Findings): Monitor {
  let level: string | null = null;
  let first: EventOf<'initcall.started'> | null = null;
  let latest: KernelEvent | null = null;
  const pass = (event: KernelEvent): void => {
    // A log of several boots: what the boot before did does not count.
    if (latest !== null && turnsBack(latest, event)) first = null;
    latest = event;
  };
  return {
    'recording.gap': () => {
      level = null;
      first = null;
    },
    'initcall.level': (event) => {
      pass(event);
      level = event.level;
    },
    'initcall.returned': pass,
    'kernel.panicked': () => {
      first = null;
    },
    'initcall.started': (event) => {
      // A tracepoint and the function itself may both tell of one call.
      if (latest !== null && latest === first && event.name === NET_DEV_INIT) return;
      pass(event);
      if (event.name !== NET_DEV_INIT) return;
      if (level === null) unseen('in which level of initcalls it runs');
      if (level !== null && LATER_LEVELS.has(level)) {
        broken(event, `net_dev_init ran in the ${level} level; it is a subsys initcall`);
      } else if (first === null) kept();
      else broken(event, 'net_dev_init was called a second time', [first]);
      first = event;
    },
  };
}

/** B2: net_ns_init runs in start_kernel (5.17: as pure_initcall), ahead of all subsys initcalls. */
export const bootAfterInitNet: Invariant = {
  id: 'boot-after-init-net',
  statement: 'init_net is set up before net_dev_init runs.',
  mechanism:
    'start_kernel calls net_ns_init (a pure_initcall in 5.17) before the subsys initcalls.',
  source: { function: 'net_ns_init', file: 'net/core/net_namespace.c' },
  versions: 'all',
  needs: ['initcall.started'],
  breaks: 'A net_ns_init moved behind the subsys initcalls.',
  spoiledBy: 'monitor',
  monitor: watchAfterInitNet,
};

function watchAfterInitNet({ kept, broken }: Findings): Monitor {
  let setUp = false;
  let started: EventOf<'initcall.started'> | null = null;
  const setup = (event: KernelEvent, net: NetId | null): void => {
    if (net !== INIT_NET) return;
    if (started !== null && !turnsBack(started, event)) {
      broken(event, 'init_net was set up only after net_dev_init had started', [started]);
    }
    started = null;
    setUp = true;
  };
  return {
    'recording.gap': () => {
      setUp = false;
      started = null;
    },
    'net.setup': (event) => setup(event, event.net),
    only: { [NET_NS_OPS]: { 'pernet.initialized': (event) => setup(event, event.net) } },
    'initcall.started': (event) => {
      if (event.name !== NET_DEV_INIT) return;
      if (setUp) kept();
      else started = event;
      setUp = false;
    },
  };
}

/** B7: rc starts as -ENOMEM, every failing step leaves it so, success makes it 0. */
export const bootResult: Invariant = {
  id: 'boot-result',
  statement: 'net_dev_init returns 0 or -12 (-ENOMEM), nothing else.',
  mechanism: 'rc is set to -ENOMEM before the first step and to 0 behind the last one.',
  source: { function: 'net_dev_init', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['initcall.returned'],
  breaks: 'A step whose own error is passed on.',
  spoiledBy: 'monitor',
  monitor: watchResult,
};

const ENOMEM = 12;

function watchResult({ kept, broken }: Findings): Monitor {
  return {
    'initcall.returned': (event) => {
      if (event.name !== NET_DEV_INIT || event.rc === null) return;
      if (event.rc === 0 || event.rc === -ENOMEM) kept();
      else broken(event, `net_dev_init returned ${event.rc}; only 0 and -${ENOMEM} are possible`);
    },
  };
}
