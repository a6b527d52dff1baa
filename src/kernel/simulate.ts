import type { KernelEvent } from '../model/events.ts';
import { INIT_NET } from '../model/ids.ts';
import { perform } from './actions.ts';
import { cleanupNet } from './cleanup-net.ts';
import { EventLog } from './event-log.ts';
import { Faults } from './faults.ts';
import { doInitcalls } from './initcalls.ts';
import type { Kernel } from './kernel.ts';
import { type Laws, lawsOf } from './laws.ts';
import { Mutex, RwSemaphore } from './locks.ts';
import { type Action, type Command, INIT_NET_LABEL, type Plan, WORKER_LABEL } from './plan.ts';
import { KernelPanic, type Run } from './run.ts';
import { Scheduler, type Task } from './scheduler.ts';
import { startKernel } from './start-kernel.ts';
import { Trace } from './trace.ts';

const SECOND = 1_000_000_000;
const NEVER = Number.POSITIVE_INFINITY;

/** The first process of a plan; the kernel's own threads have lower numbers. */
const FIRST_PID = 101;

/**
 * Boots a kernel, runs a plan on it and returns everything that happened, in order. The same plan
 * gives the same events on any machine. `laws` are those of the plan's version unless given.
 *
 * @example
 * ```ts
 * const events = simulate(planOf({ commands: [{ do: 'netns.add', net: 'n1' }] }));
 * ```
 */
export function simulate(plan: Plan, laws: Laws = lawsOf(plan)): readonly KernelEvent[] {
  return runPlan(plan, laws).log.events;
}

/**
 * Runs a plan and returns the machine as it is afterwards, with its private state. A tracer, if
 * there is one, sees every function call.
 */
export function runPlan(plan: Plan, laws: Laws, trace: Trace = new Trace(null)): Kernel {
  const k = powerOn(plan, laws, trace);
  const linger = plan.lingerSeconds * SECOND;
  try {
    k.scheduler.add(once('<idle>-0', () => startKernel(k)));
    k.scheduler.runAll(linger);
    k.scheduler.add(once('swapper/0-1', () => doInitcalls(k)));
    k.scheduler.runAll(linger);
    addWorkers(k);
    addProcesses(k);
    k.scheduler.runAll(linger, plan.schedule);
  } catch (error) {
    if (!(error instanceof KernelPanic)) throw error;
  }
  return k;
}

function powerOn(plan: Plan, laws: Laws, trace: Trace): Kernel {
  const log = new EventLog(1);
  return {
    plan,
    laws,
    log,
    trace,
    faults: new Faults(plan.faults, plan.kernel),
    scheduler: new Scheduler(log),
    rtnl: new Mutex(),
    pernetOpsRwsem: new RwSemaphore(),
    pernetList: [],
    firstDevice: null,
    netList: [],
    cleanupList: [],
    todo: [],
    nets: new Map(),
    devices: new Map(),
    inodes: new Map(),
    modules: new Map(),
    ucount: { used: 0, limit: NEVER },
    softirqsSeen: new Set(),
    user: { nets: new Map() },
    nextPid: FIRST_PID,
  };
}

/** A thread that does one thing on CPU 0 and ends. */
function once(task: string, work: () => Run<void>): Task {
  let left = 1;
  return {
    ...thread(task, task),
    rank: () => (left > 0 ? 0 : NEVER),
    next: () => {
      left -= 1;
      return work();
    },
  };
}

/** The workers of the workqueue "netns": one, on a correct kernel. */
function addWorkers(k: Kernel): void {
  for (let worker = 0; worker < k.laws.cleanupWorkers; worker += 1) {
    const label = worker === 0 ? WORKER_LABEL : `${WORKER_LABEL}${worker + 1}`;
    k.scheduler.add({
      ...thread(label, `kworker/u${2 * k.plan.cpus.possible}:${worker + 1}-${25 + worker}`),
      rank: () => (k.cleanupList.length > 0 ? 0 : NEVER),
      next: () => cleanupNet(k),
    });
  }
}

/** One thread per task label of the plan; every command is a process of its own. */
function addProcesses(k: Kernel): void {
  const initNet = k.nets.get(INIT_NET);
  if (initNet !== undefined) k.user.nets.set(INIT_NET_LABEL, initNet);
  const labels = new Set(k.plan.commands.map(labelOf));
  for (const label of labels) k.scheduler.add(process(k, label));
}

function process(k: Kernel, label: string): Task {
  const commands = [...k.plan.commands.entries()].filter(
    ([, command]) => labelOf(command) === label,
  );
  const task: Task = {
    ...thread(label, ''),
    rank: () => commands[0]?.[0] ?? NEVER,
    next: () => {
      const command = commands.shift()?.[1];
      if (command === undefined) return null;
      const pid = k.nextPid;
      k.nextPid += 1;
      task.task = `${commOf(command)}-${pid}`;
      task.cpu = pid % k.plan.cpus.online;
      return perform(k, k.user, command);
    },
  };
  return task;
}

function thread(label: string, task: string): Omit<Task, 'rank' | 'next'> {
  return { label, task, cpu: 0, killed: false, run: null, wait: null, steps: 0 };
}

function labelOf(command: Command): string {
  return command.by ?? 'main';
}

/** The program that does such a thing. */
function commOf(action: Action): string {
  switch (action.do) {
    case 'module.load':
      return 'modprobe';
    case 'module.unload':
      return 'rmmod';
    case 'netns.del':
      return 'umount';
    default:
      return action.do === 'link.add' && action.kind === 'nic' ? 'modprobe' : 'ip';
  }
}
