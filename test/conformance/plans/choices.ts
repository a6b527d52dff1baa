import type { PlanInput } from '../../../src/kernel/plan.ts';
import type { KernelEvent } from '../../../src/model/events.ts';
import { allBatches, batchesIn } from './batches.ts';
import { LIFE_NETS, longLife } from './long-life.ts';
import type { Script } from './script.ts';
import { shortLife } from './short-life.ts';

/** `initcall_blacklist=net_dev_init`. */
export function withoutNetDevInit(): readonly PlanInput[] {
  return [{ config: { initcallBlacklist: ['net_dev_init'] } }];
}

/** What test/lab/steps/short does, in all ways in which the last two namespaces can die. */
export function short(): readonly Script[] {
  return allBatches(['n1', 'n2']).map(shortLife);
}

/** How far the killed task can come while the other one still makes its device. */
const STEPS = [1, 0];

/** What test/lab/steps/life does; what chance did there is read off the recording. */
export function long(recorded: readonly KernelEvent[]): readonly Script[] {
  const setups = recorded.filter(({ type }) => type === 'net.setup').length;
  const failed = recorded.some(
    (event) =>
      event.type === 'pernet.failed' || (event.type === 'net.failed' && event.net !== null),
  );
  if (failed) {
    const batches = batchesIn(recorded, LIFE_NETS);
    return STEPS.map((steps) => longLife(batches, 'killed in time', steps));
  }
  if (setups === LIFE_NETS.length) {
    return [longLife(batchesIn(recorded, LIFE_NETS), 'killed too late')];
  }
  const others = LIFE_NETS.filter((net) => net !== 'victim');
  return [longLife(batchesIn(recorded, others), 'killed before')];
}

/** The links that moved, in that order: who comes first keeps its ifindex. */
export function movesIn(recorded: readonly KernelEvent[]): readonly string[] {
  return recorded.flatMap((event) => (event.type === 'netdev.moved' ? (event.name ?? []) : []));
}

/** A recording with losses does not tell how the namespaces fell into batches. */
export function anyLong(): readonly Script[] {
  return STEPS.flatMap((steps) =>
    allBatches(['b1', 'b2', 'b3', 'b4']).flatMap((first) =>
      allBatches(['w1', 'w2', 'w3']).map((second) =>
        longLife([...first, ...second], 'killed in time', steps),
      ),
    ),
  );
}
