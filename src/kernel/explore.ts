import type { KernelEvent } from '../model/events.ts';
import { FAULT_SITES, type FaultSite } from './fault-sites.ts';
import { fingerprint } from './fingerprint.ts';
import type { Kernel } from './kernel.ts';
import { type Laws, lawsOf } from './laws.ts';
import {
  type Action,
  type Command,
  type Plan,
  type PlanInput,
  planOf,
  WORKER_LABEL,
} from './plan.ts';
import { runPlan } from './simulate.ts';

/** What to explore, and how far. */
export interface ExploreOptions {
  /** How many commands a history has at most. */
  readonly depth: number;
  /** The commands to choose from; {@link EXPLORED_ACTIONS} unless given. */
  readonly actions?: readonly Action[];
  /** How many failures a history has at most; 1 unless given. */
  readonly faults?: number;
  /** Whether each command is also run at every point in the middle of the one before it. */
  readonly interleaved?: boolean;
  /** Kernel, CPUs and configuration. */
  readonly plan?: Omit<PlanInput, 'commands' | 'faults' | 'schedule'>;
  /** Other laws than those of the plan's kernel version. */
  readonly laws?: (plan: Plan) => Laws;
  /** Says what is wrong with a history, `null` if nothing is. */
  readonly check: (events: readonly KernelEvent[], plan: Plan) => string | null;
}

/** How far an exploration has come, or what came of it. */
export interface Exploration {
  /** Histories that were run and checked. */
  readonly histories: number;
  /** Different states of the machine they ended in. */
  readonly states: number;
  /** All histories with so many commands, or fewer, have been run. */
  readonly depth: number;
  /** The plans whose histories were found wrong, the shortest first. */
  readonly wrong: readonly { readonly plan: Plan; readonly why: string }[];
}

/** A small world in which every mechanism can be seen at work. */
export const EXPLORED_ACTIONS: readonly Action[] = [
  { do: 'netns.add', net: 'a' },
  { do: 'netns.add', net: 'b' },
  { do: 'netns.del', nets: ['a'] },
  { do: 'netns.del', nets: ['a', 'b'] },
  { do: 'link.add', kind: 'dummy', net: 'a', name: 'd0' },
  { do: 'link.add', kind: 'veth', net: 'a', name: 'v0', peer: { net: 'b', name: 'v1' } },
  { do: 'link.add', kind: 'macvlan', net: 'a', name: 'up0', lower: 'd0' },
  { do: 'link.add', kind: 'nic', net: 'init' },
  { do: 'link.move', net: 'init', name: 'eth0', to: 'a' },
  { do: 'link.move', net: 'a', name: 'd0', to: 'b' },
  { do: 'link.rename', net: 'a', name: 'lo', to: 'foo' },
  { do: 'link.del', net: 'a', name: 'v0' },
  { do: 'module.load', module: 'sit' },
  { do: 'module.unload', module: 'sit' },
];

/**
 * Runs all histories up to a depth: every sequence of commands, every place in them where the
 * kernel can fail and, if wanted, every point at which a command can be interrupted by the next.
 * Sequences that lead to a state that was seen before are not continued. Yields its progress after
 * every state it has continued from.
 */
export function* explore(options: ExploreOptions): Generator<Exploration, Exploration, void> {
  const wrong: Exploration['wrong'][number][] = [];
  const states = new Set<string>();
  // What can come next depends on the state, and on the failures and interruptions left.
  const seen = new Set<string>();
  let histories = 0;
  const reach = (plan: Plan, from: Kernel | null): readonly Reached[] => {
    const k = run(plan, options);
    const why = options.check(k.log.events, plan);
    histories += 1;
    if (why !== null) wrong.push({ plan, why });
    const print = fingerprint(k);
    states.add(print);
    const future = `${print} ${plan.faults.length} ${plan.schedule.length}`;
    if (seen.has(future)) return [];
    seen.add(future);
    return [{ plan, k, from }];
  };
  let frontier = reach(planOf(options.plan), null);
  for (let depth = 0; depth < options.depth; depth += 1) {
    const next: Reached[] = [];
    for (const reached of frontier) {
      for (const plan of continuations(reached, options)) next.push(...reach(plan, reached.k));
      yield { histories, states: states.size, depth, wrong };
    }
    frontier = next;
  }
  return { histories, states: states.size, depth: options.depth, wrong };
}

/** A plan, the machine in the new state it leads to, and the one before its last command. */
interface Reached {
  readonly plan: Plan;
  readonly k: Kernel;
  readonly from: Kernel | null;
}

function run(plan: Plan, { laws = lawsOf }: ExploreOptions): Kernel {
  return runPlan(plan, laws(plan));
}

/** Everything that can come next: each action, each failure in it, each interruption by it. */
function* continuations(from: Reached, options: ExploreOptions): Generator<Plan, void, void> {
  const { actions = EXPLORED_ACTIONS, faults = 1, interleaved = false } = options;
  for (const action of actions) {
    const plan = { ...from.plan, commands: [...from.plan.commands, action] };
    yield plan;
    if (from.plan.faults.length < faults) yield* failures(plan, from.k, options);
    if (interleaved) yield* interruptions(from, action);
  }
}

/** The plan with one more fault: at every visit to a site that its last command adds. */
function* failures(
  plan: Plan,
  before: Kernel,
  options: ExploreOptions,
): Generator<Plan, void, void> {
  const after = run(plan, options);
  for (const site of faultSites()) {
    for (let nth = before.faults.visits(site) + 1; nth <= after.faults.visits(site); nth += 1) {
      yield { ...plan, faults: [...plan.faults, { site, nth }] };
    }
  }
}

/** The action in the middle of the plan's last command, or of the cleanup that it leads to. */
function* interruptions({ plan, k, from }: Reached, action: Action): Generator<Plan, void, void> {
  const last = plan.commands.length;
  if (last === 0 || plan.schedule.length > 0) return;
  const commands: readonly Command[] = [...plan.commands, { ...action, by: 'other' }];
  const interrupted = [
    { run: 'main', finished: last - 1 },
    { run: WORKER_LABEL, finished: last },
  ];
  for (const { run: label, finished } of interrupted) {
    const steps = stepsOf(k, label) - (from === null ? 0 : stepsOf(from, label));
    for (let step = 1; step < steps; step += 1) {
      const schedule = [
        { run: 'main', commands: finished },
        { run: label, steps: step },
        { run: 'other', commands: 1 },
      ];
      yield { ...plan, commands, schedule };
    }
  }
}

function stepsOf(k: Kernel, label: string): number {
  return k.scheduler.find(label)?.steps ?? 0;
}

function faultSites(): readonly FaultSite[] {
  const isSite = (name: string): name is FaultSite => name in FAULT_SITES;
  return Object.keys(FAULT_SITES).filter(isSite);
}
