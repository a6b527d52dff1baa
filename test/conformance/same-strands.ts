import type { KernelEvent } from '../../src/model/events.ts';
import { INIT_NET } from '../../src/model/ids.ts';
import { type Comparison, NOT_TOLD } from './same-story.ts';

/**
 * Compares what several CPUs did at once. What concerns different namespaces has no order but that
 * of the tracer's clock; what concerns one has. Each namespace and each device has its strand of
 * events, and so has the worker that cleans up. Namespaces are told apart by the dummies made in
 * them (`d1`, `e1`), devices by their name and first namespace.
 */
export function compareStrands(
  recorded: readonly KernelEvent[],
  simulated: readonly KernelEvent[],
): Comparison {
  const left = strandsOf(recorded);
  const right = strandsOf(simulated);
  let same = 0;
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const one = left.get(name) ?? [];
    const other = right.get(name) ?? [];
    for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
      if (one[at] === other[at]) same += 1;
      else return { same, difference: tell(name, one, other, at) };
    }
  }
  return { same, difference: null };
}

type Labels = ReadonlyMap<unknown, string>;

function strandsOf(events: readonly KernelEvent[]): ReadonlyMap<string, readonly string[]> {
  const labels = labelsOf(events);
  const strands = new Map<string, string[]>();
  for (const event of events) {
    const line = lineOf(event, labels);
    for (const name of subjectsOf(event, labels)) {
      const strand = strands.get(name) ?? [];
      strands.set(name, strand);
      strand.push(line);
    }
  }
  return strands;
}

function labelsOf(events: readonly KernelEvent[]): Labels {
  const labels = new Map<unknown, string>([[INIT_NET, 'init']]);
  for (const event of events) {
    if (event.type !== 'netdev.registered' || event.net === INIT_NET) continue;
    if (/^[de]\d$/.test(event.name ?? '')) labels.set(event.net, `net of ${event.name}`);
  }
  for (const event of events) {
    if (event.type !== 'netdev.registered' || labels.has(event.dev)) continue;
    labels.set(event.dev, `${event.name} of ${labels.get(event.net)}`);
  }
  return labels;
}

/** What an event is about; cleanup_net works on all its namespaces in one order. */
function subjectsOf(event: KernelEvent, labels: Labels): readonly string[] {
  const ids = Object.entries(event).flatMap(([field, value]) =>
    ['net', 'dev', 'from', 'to'].includes(field) && event.type !== 'netdev.renamed' ? [value] : [],
  );
  const subjects = ids.flatMap((id) => labels.get(id) ?? []);
  const isOfWorker = event.type === 'net.cleanup' || event.type === 'pernet.exited';
  return isOfWorker ? [...subjects, 'worker'] : subjects;
}

function lineOf(event: KernelEvent, labels: Labels): string {
  const told = Object.entries(event)
    .filter(([field]) => !NOT_TOLD.has(field))
    .map(([field, value]) => `${field}=${labels.get(value) ?? value}`);
  return [event.type, ...told.sort()].join(' ');
}

function tell(
  strand: string,
  recorded: readonly string[],
  simulated: readonly string[],
  at: number,
): string {
  return [
    `the strand of ${strand}, after:`,
    ...recorded.slice(Math.max(0, at - 4), at).map((line) => `    ${line}`),
    `  ✗ recorded:  ${recorded[at] ?? 'the end'}`,
    `    simulated: ${simulated[at] ?? 'the end'}`,
  ].join('\n');
}
