import { freeze } from 'immer';
import type { KernelState } from './state.ts';

/** The state before the first event: nothing is known yet, and nothing is claimed. */
export const initialState: KernelState = freeze<KernelState>(
  {
    events: 0,
    boot: {
      phase: 'unseen',
      rc: null,
      startedAt: null,
      returnedAt: null,
      level: null,
      initcalls: { returned: 0, failed: 0 },
      proc: false,
      kobject: false,
      ptypes: [],
      registrationOpen: false,
      cpuhp: [],
    },
    softnet: new Map(),
    softirqs: new Map(),
    pernet: { subsys: [], device: [] },
    nets: new Map(),
    devices: new Map(),
    waiting: new Map(),
    trouble: { warnings: 0, bugs: 0, panic: null, gaps: 0, lost: 0 },
    freed: { nets: 0, devices: 0 },
  },
  true,
);
