import type { KernelEvent } from '../../../src/model/events.ts';

/** Namespaces that were cleaned up together, in the order in which they died. */
export type Batch = readonly string[];

/** The batches of cleanup_net that a recording shows; `nets` in the order of their setup. */
export function batchesIn(recorded: readonly KernelEvent[], nets: readonly string[]): Batch[] {
  const ids = recorded.flatMap((event) => (event.type === 'net.setup' ? [event.net] : []));
  return batches(recorded, new Map(ids.map((id, index) => [id, nets[index] ?? '?'])));
}

/** The batches of test/lab/steps/parallel, where p1 has a dummy called d1 and q1 one called e1. */
export function batchesByDevice(recorded: readonly KernelEvent[]): Batch[] {
  const labels = new Map<string, string>();
  for (const event of recorded) {
    const dummy = event.type === 'netdev.registered' ? /^[de](\d)$/.exec(event.name ?? '') : null;
    if (event.type !== 'netdev.registered' || dummy === null || event.net === null) continue;
    labels.set(event.net, `${event.name?.startsWith('d') === true ? 'p' : 'q'}${dummy[1]}`);
  }
  return batches(recorded, labels);
}

function batches(recorded: readonly KernelEvent[], labels: ReadonlyMap<string, string>): Batch[] {
  const found: string[][] = [];
  let last: KernelEvent['type'] | null = null;
  for (const event of recorded) {
    if (event.type === 'net.cleanup') {
      if (last !== 'net.cleanup') found.push([]);
      found.at(-1)?.unshift(labels.get(event.net ?? '') ?? '?');
    }
    last = event.type;
  }
  return found;
}

/** All the ways in which namespaces that die one after the other can fall into batches. */
export function allBatches(nets: readonly string[]): readonly (readonly Batch[])[] {
  const [first, ...rest] = nets;
  if (first === undefined) return [[]];
  return allBatches(rest).flatMap((batches) => {
    const [next, ...others] = batches;
    const alone = [[first], ...batches];
    return next === undefined ? [alone] : [alone, [[first, ...next], ...others]];
  });
}
