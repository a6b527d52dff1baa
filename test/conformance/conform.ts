import { type Laws, lawsOf } from '../../src/kernel/laws.ts';
import { type Plan, planOf } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import type { EventType, KernelEvent } from '../../src/model/events.ts';
import { machineOf } from './plans/machine.ts';
import { type Comparison, compare, Identities } from './same-story.ts';
import { compareStrands } from './same-strands.ts';
import { type Sight, seen } from './sight.ts';
import { STORIES } from './stories.ts';

/**
 * Looks for a plan whose simulation, by the laws of its version unless told otherwise, tells the
 * same story as a recording. Returns the comparison with the one that does, else with the one that
 * does for longest; `null` if nobody made a plan.
 */
export function conform(
  name: string,
  recorded: readonly KernelEvent[],
  laws: (plan: Plan) => Laws = lawsOf,
): Comparison | null {
  const story = STORIES.find(({ recordings }) => recordings.test(name));
  if (story === undefined) return null;
  const machine = machineOf(name);
  let best: Comparison | null = null;
  for (const input of story.plans(recorded)) {
    const config = { ...machine.config, ...input.config };
    const plan = planOf({ ...machine, ...input, config });
    const comparison = compareWith(simulate(plan, laws(plan)), story.sight, recorded);
    if (comparison.difference === null) return comparison;
    if (best === null || comparison.same > best.same) best = comparison;
  }
  return best;
}

function compareWith(
  run: readonly KernelEvent[],
  sight: Sight,
  recording: readonly KernelEvent[],
): Comparison {
  const initcalls = new Set(
    run.flatMap((event) => (event.type === 'initcall.started' ? [event.name] : [])),
  );
  const recorded = asRecorded(recording, sight).filter((event) => isSimulated(event, initcalls));
  const simulated = seen(run, sight, recorded);
  if (sight.parallel === true) return compareStrands(recorded, simulated);
  return compareApart(recorded, simulated, sight);
}

function asRecorded(
  recording: readonly KernelEvent[],
  { blindTo, outOfOrder, blindToNewDevices }: Sight,
): readonly KernelEvent[] {
  // What it has no lines for may be inferred, where that is possible.
  const told = recording.filter((event) => {
    return event.evidence !== 'inferred' || !blindTo.includes(event.type);
  });
  if (outOfOrder === true) {
    return told.toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0));
  }
  if (blindToNewDevices !== true) return told;
  return told.map((event) => (event.type === 'netdev.allocated' ? { ...event, dev: null } : event));
}

/**
 * First everything that has one order, then what is told apart. The last reference to a namespace
 * may be dropped on one CPU while another one cleans up, so that has no place among the rest.
 */
function compareApart(
  recorded: readonly KernelEvent[],
  simulated: readonly KernelEvent[],
  sight: Sight,
): Comparison {
  const { lost, endsEarlier = false } = sight;
  const apart: readonly EventType[] = ['net.dying', ...(sight.apart ?? [])];
  const softnets = recorded.filter(({ type }) => type === 'softnet.initialized').length;
  const ids = new Identities(lost === undefined);
  const mayMiss = (event: KernelEvent): boolean => {
    if (event.type === 'softnet.initialized') return event.softnet >= softnets;
    return event.type === 'net.dying' || lost !== undefined;
  };
  // What has lost most of its beginning is nearly complete at its end, and compared from there.
  const told = (events: readonly KernelEvent[], about: (event: KernelEvent) => boolean) =>
    lost === 'early' ? events.filter(about).toReversed() : events.filter(about);
  const compareOf = (about: (event: KernelEvent) => boolean): Comparison =>
    compare(told(recorded, about), told(simulated, about), { ids, mayMiss, endsEarlier });
  if (lost !== undefined) compareOf(tellsNamespace);
  const parts = [
    compareOf(({ type }) => !apart.includes(type)),
    ...apart.map((one) => compareOf(({ type }) => type === one)),
  ];
  const same = parts.reduce((sum, part) => sum + part.same, 0);
  return { same, difference: parts.find((part) => part.difference !== null)?.difference ?? null };
}

/** Devices that every namespace has say nothing about which one it is; with losses, others must. */
function tellsNamespace(event: KernelEvent): boolean {
  const isPresence = event.type === 'netdev.registered' || event.type === 'netdev.unregistered';
  return isPresence && event.name !== null && !['lo', 'sit0'].includes(event.name);
}

/** Most of a boot has nothing to do with networking, and is not simulated. */
function isSimulated(event: KernelEvent, initcalls: ReadonlySet<string>): boolean {
  switch (event.type) {
    case 'initcall.started':
    case 'initcall.returned':
      return initcalls.has(event.name);
    case 'softirq.opened':
      return event.vector?.startsWith('NET_') === true;
    case 'cpuhp.installed':
      return event.state === 'net/dev:dead';
    case 'softirq.entered':
    case 'recording.gap':
      return false;
    default:
      return true;
  }
}
